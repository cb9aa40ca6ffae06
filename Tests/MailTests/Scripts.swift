/// The servers that the tests speak to.
enum Scripts {
    /// aiosmtpd on a free port of 127.0.0.1. Arguments: mode (plain, starttls, smtps), certificate, key, password
    /// (empty: no authentication). `gone@` is refused for good, `busy@` for now.
    static let smtp = """
        import asyncio, email, email.policy, json, ssl, sys, threading
        from aiosmtpd.smtp import SMTP, AuthResult

        mode, cert, key, password = (sys.argv[1:] + ["", "", ""])[:4]

        def say(document):
            print(json.dumps(document), flush=True)

        class Handler:
            async def handle_RCPT(self, server, session, envelope, address, options):
                if address.startswith("gone@"):
                    return "550 5.1.1 no such user"
                if address.startswith("busy@"):
                    return "451 4.3.0 try again later"
                envelope.rcpt_tos.append(address)
                return "250 OK"

            async def handle_DATA(self, server, session, envelope):
                raw = envelope.content
                message = email.message_from_bytes(raw, policy=email.policy.default)
                say({
                    "envelopeFrom": envelope.mail_from, "envelopeTo": envelope.rcpt_tos,
                    "from": str(message["From"]), "to": str(message["To"]), "subject": str(message["Subject"]),
                    "messageID": str(message["Message-ID"]), "date": int(message["Date"].datetime.timestamp()),
                    "type": message.get_content_type(), "body": message.get_content().replace("\\r\\n", "\\n"),
                    "headers": [name.lower() for name in message.keys()], "defects": [str(d) for d in message.defects],
                    "longest": max(len(line) for line in raw.split(b"\\r\\n")), "ascii": raw.isascii(),
                    "tls": server.transport.get_extra_info("ssl_object") is not None, "user": getattr(session, "auth_data", None),
                })
                return "250 taken"

        def authenticate(server, session, envelope, mechanism, data):
            if data.password.decode() == password:
                return AuthResult(success=True, auth_data=data.login.decode())
            return AuthResult(success=False, handled=False)

        async def main():
            context = None
            if cert:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(cert, key)
            options = {"hostname": "test", "enable_SMTPUTF8": False}
            if mode == "starttls":
                options.update(tls_context=context, require_starttls=True)
            if password:
                options.update(authenticator=authenticate, auth_required=True, auth_require_tls=mode == "starttls")
            loop = asyncio.get_running_loop()
            server = await loop.create_server(
                lambda: SMTP(Handler(), **options), "127.0.0.1", 0, ssl=context if mode == "smtps" else None)
            say({"port": server.sockets[0].getsockname()[1]})
            await loop.run_in_executor(None, sys.stdin.read)

        asyncio.run(main())
        """

    /// An HTTP server on a free port of 127.0.0.1 that prints each POST. `/status/NNN` answers with NNN, `/redirect`
    /// points to `/status/200`, `/big` answers with a megabyte, `/silent` does not answer.
    static let http = """
        import json, sys, threading
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

        ended = threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                print(json.dumps({
                    "path": self.path, "body": body.decode(), "headers": {k.lower(): v for k, v in self.headers.items()},
                }), flush=True)
                if self.path == "/silent":
                    ended.wait()
                    return
                answer = b"x" * 1_000_000 if self.path == "/big" else b"answer"
                status = 302 if self.path == "/redirect" else 200
                if self.path.startswith("/status/"):
                    status = int(self.path.split("/")[2])
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/status/200")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *arguments):
                pass

            def handle(self):
                try:
                    super().handle()
                except (BrokenPipeError, ConnectionResetError):
                    pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(json.dumps({"port": server.server_address[1]}), flush=True)
        sys.stdin.read()
        ended.set()
        """
}
