"""One execution environment: watches the server, limits memory, enters the code folder, runs the handler.

Standard input is the line to the server: its end means that the server is gone, however it went, and this
process group with it. The handler itself sees ``/dev/null`` there, as on Lambda.
"""

import os
import resource
import signal
import sys
import threading

from etape_glue.processes import adopt_orphans, kill_descendants

MEBIBYTE = 1024 * 1024
# Lambda limits resident memory; the kernel's RLIMIT_DATA counts what is mapped writable, touched or not.
# The allowance stands for the untouched part, so that what fits on Lambda fits here.
UNTOUCHED_ALLOWANCE = 64 * MEBIBYTE
WATCH_STACK = 256 * 1024


def take_server_line():
    """Moves standard input to a descriptor that children do not inherit."""
    line = os.dup(0)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    return line


def die_with_server(line):
    while os.read(line, 4096):
        pass
    kill_descendants()
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def watch_server(line):
    before = threading.stack_size(WATCH_STACK)
    threading.Thread(target=die_with_server, args=(line,), name="server-watch", daemon=True).start()
    threading.stack_size(before)


def limit_memory():
    limit = int(os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]) * MEBIBYTE + UNTOUCHED_ALLOWANCE
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def peak_memory():
    """KiB resident at most so far (Darwin counts in bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


class Fence:
    """Marks in the output where an invocation's output ends.

    Output and answer reach the server by different ways; the mark, written before the answer is posted, tells
    it when it has all that was printed. The descriptor is a copy, so that a handler may close its own.
    """

    def __init__(self, token):
        self.token = token
        self.output = os.dup(1)

    def mark(self):
        sys.stdout.flush()
        sys.stderr.flush()
        os.write(self.output, f"\x1e{self.token} {peak_memory()}\x1e".encode())


def make_client(address):
    from awslambdaric.lambda_runtime_client import LambdaRuntimeClient

    host, _, token = address.partition("/")
    fence = Fence(token)

    class Client(LambdaRuntimeClient):
        def call_rapid(self, http_method, endpoint, *arguments, **options):
            return super().call_rapid(http_method, f"/{token}{endpoint}", *arguments, **options)

        def post_invocation_result(self, *arguments, **options):
            fence.mark()
            return super().post_invocation_result(*arguments, **options)

        def post_invocation_error(self, *arguments, **options):
            fence.mark()
            return super().post_invocation_error(*arguments, **options)

        def post_init_error(self, *arguments, **options):
            fence.mark()
            return super().post_init_error(*arguments, **options)

    return Client(host)


def main(handler):
    # What the handler starts and detaches ends with the environment too.
    adopt_orphans()
    watch_server(take_server_line())
    root = os.environ["LAMBDA_TASK_ROOT"]
    os.chdir(root)
    sys.path.insert(0, root)
    from awslambdaric import bootstrap

    client = make_client(os.environ["AWS_LAMBDA_RUNTIME_API"])
    limit_memory()
    bootstrap.run(handler, client)
