"""The supervisor of one host: keeps a JVM, runs one job at a time in a forked process, and takes all of it along when
the server goes.

The server speaks on stdin, one JSON document a line: `{"run": {…}}`. The host answers on stdout, one document a line:
`ready`; `started`, `log` (stream, base64 data), `progress`, `ended` (message: null for success, reusable); `broken`.
Neither descriptor is known to a script: its own output comes in through pipes and goes out as `log` only.
The end of stdin is the end of everything here.
"""

import argparse
import base64
import json
import os
import selectors
import shutil
import signal
import sys
import tempfile
import traceback

from . import child, processes
from .jvm import JVM, JVMMissing, extra_jars

_CHUNK = 65_536


class Host:
    def __init__(self, options: argparse.Namespace):
        self._options = options
        self._parent = os.getppid()
        self._selector = selectors.DefaultSelector()
        self._folder = tempfile.mkdtemp(prefix="etape-host-")
        self._jvm: JVM | None = None
        self._gateway: tuple[int, str] | None = None
        self._snapshot: dict | None = None
        self._pending: dict | None = None
        self._input = b""
        self._run: _Run | None = None
        self._warm = options.warm_up == "no"

    # Life

    def main(self) -> None:
        try:
            self._serve()
        except BaseException:
            traceback.print_exc()
        finally:
            self._end()

    def _serve(self) -> None:
        processes.adopt_orphans()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._watch(0, self._read_input)
        if self._options.kind == "spark":
            self._launch()
        self._announce()
        while True:
            waiting = self._jvm is not None and self._gateway is None
            for key, _ in self._selector.select(0.02 if waiting else 1.0):
                key.data()
            self._look_around()

    def _launch(self) -> None:
        try:
            self._jvm = JVM(self._folder, self._options.memory, self._java_options())
        except (JVMMissing, OSError) as error:
            self._broken(str(error))
            return
        for stream, pipe in (("out", self._jvm.process.stdout), ("err", self._jvm.process.stderr)):
            os.set_blocking(pipe.fileno(), False)
            self._watch(pipe.fileno(), lambda stream=stream, pipe=pipe: self._read_jvm(stream, pipe.fileno()))
        _preload()

    def _java_options(self) -> list[str]:
        archive = self._options.class_archive
        shared = [f"-XX:SharedArchiveFile={archive}"] if archive and os.path.isfile(archive) else []
        return [*self._options.java_option, *shared]

    def _announce(self) -> None:
        if self._options.kind == "shell":
            self._send("ready")

    def _look_around(self) -> None:
        if os.getppid() != self._parent:
            self._end()
        if self._jvm is not None and self._jvm.process.poll() is not None:
            self._broken(f"the JVM ended with status {self._jvm.process.returncode}")
        if self._jvm is not None and self._gateway is None:
            self._gateway = self._jvm.address()
            if self._gateway is not None:
                self._send("ready")
        self._begin()
        if self._run is not None and self._run.over():
            self._finish()

    def _broken(self, message: str) -> None:
        if self._run is not None:
            self._run.drain()
        self._send("broken", message=message)
        self._end()

    def _end(self) -> None:
        """Nothing of this host is left: descendants, its folder, its process group, itself."""
        processes.kill_descendants()
        shutil.rmtree(self._folder, ignore_errors=True)
        os.killpg(0, signal.SIGKILL)

    # Input and output

    def _watch(self, descriptor: int, action) -> None:
        self._selector.register(descriptor, selectors.EVENT_READ, action)

    def _send(self, event: str, **members) -> None:
        line = memoryview(json.dumps({"event": event, **members}).encode() + b"\n")
        try:
            while line:
                line = line[os.write(1, line) :]
        except OSError:
            self._end()

    def _read_input(self) -> None:
        data = os.read(0, _CHUNK)
        if not data:
            self._end()
        *lines, self._input = (self._input + data).split(b"\n")
        for line in lines:
            self._pending = json.loads(line)["run"]

    def _read_jvm(self, stream: str, descriptor: int) -> None:
        data = _read(descriptor)
        if not data:
            if data == b"":
                self._selector.unregister(descriptor)
            return
        if self._run is not None and not self._run.internal:
            self._log(stream, data)
        else:
            # Between runs there is no log to write to: the server keeps the last lines for its diagnosis.
            os.write(2, data)

    def _log(self, stream: str, data: bytes) -> None:
        self._send("log", stream=stream, data=base64.b64encode(data).decode("ascii"))

    # Runs

    def _begin(self) -> None:
        """Starts what was asked for, or what makes the host warm, as soon as nothing else runs."""
        if self._run is not None or (self._jvm is not None and self._gateway is None):
            return
        if self._pending is not None:
            run, self._pending, self._warm = self._pending, None, True
            self._run = self._fork(run, internal=False)
        elif not self._warm:
            self._warm = True
            self._run = self._fork(self._warm_up(), internal=True)

    def _warm_up(self) -> dict:
        folder = os.path.join(self._folder, "warm-up")
        os.makedirs(os.path.join(folder, "buckets", "warm-up"))
        script = os.path.join(os.path.dirname(__file__), "warmup.py")
        buckets = os.path.join(folder, "buckets")
        return {"job": "warm-up", "script": script, "arguments": [], "environment": {}, "pythonPath": [], "conf": {},
                "extraJars": [], "folder": folder, "buckets": buckets, "cores": self._options.cores}

    def _fork(self, run: dict, internal: bool) -> "_Run":
        run = {**run, "python": sys.executable, "driverJars": extra_jars()}
        return _Run(run, internal, self)

    def _finish(self) -> None:
        run, self._run = self._run, None
        run.drain()
        for stream, pipe in (("out", self._jvm.process.stdout), ("err", self._jvm.process.stderr)) if self._jvm else ():
            while data := _read(pipe.fileno()):
                if not run.internal:
                    self._log(stream, data)
        processes.kill_descendants(spare=self._jvm.process.pid if self._jvm else None)
        if run.internal:
            shutil.rmtree(os.path.join(self._folder, "warm-up"), ignore_errors=True)
            if not run.reusable:
                self._broken("the warm-up failed: " + str(run.message))
            return
        self._send("ended", message=run.message, reusable=run.reusable)


class _Run:
    """One forked process with its three pipes."""

    def __init__(self, run: dict, internal: bool, host: Host):
        self.internal = internal
        self.message: str | None = None
        self.reusable = False
        self._ended = False
        self._host = host
        self._line = b""
        out, err, control = os.pipe(), os.pipe(), os.pipe()
        supervisor = os.getpid()
        self._pid = os.fork()
        if self._pid == 0:
            _become_child(run, out[1], err[1], control[1], host, supervisor)
        for _, writing in (out, err, control):
            os.close(writing)
        self._pipes = {out[0]: "out", err[0]: "err", control[0]: None}
        for descriptor in self._pipes:
            os.set_blocking(descriptor, False)
            host._watch(descriptor, lambda descriptor=descriptor: self._read(descriptor))
        self._watcher = os.pidfd_open(self._pid) if hasattr(os, "pidfd_open") else None
        if self._watcher is not None:
            host._watch(self._watcher, lambda: None)

    def over(self) -> bool:
        pid, status = os.waitpid(self._pid, os.WNOHANG)
        if pid == 0:
            return False
        self._status = status
        return True

    def drain(self) -> None:
        """Takes what the ended process left in its pipes; others that hold them are not waited for."""
        for descriptor in list(self._pipes):
            while self._read(descriptor):
                pass
            self._close(descriptor)
        if self._watcher is not None:
            self._host._selector.unregister(self._watcher)
            os.close(self._watcher)
            self._watcher = None
        if not self._ended:
            self.message = _ending(getattr(self, "_status", None))

    def _read(self, descriptor: int) -> bool:
        if descriptor not in self._pipes:
            return False
        data = _read(descriptor)
        if data == b"":
            self._close(descriptor)
        if not data:
            return False
        stream = self._pipes[descriptor]
        if stream is None:
            self._control(data)
        elif self.internal:
            os.write(2, data)
        else:
            self._host._log(stream, data)
        return True

    def _close(self, descriptor: int) -> None:
        if self._pipes.pop(descriptor, "closed") != "closed":
            self._host._selector.unregister(descriptor)
            os.close(descriptor)

    def _control(self, data: bytes) -> None:
        *lines, self._line = (self._line + data).split(b"\n")
        for line in lines:
            message = json.loads(line)
            event = message.pop("event")
            if event == "ended":
                self._ended = True
                self.message, self.reusable = message["message"], message["reusable"]
            elif event == "snapshot":
                self._host._snapshot = message["properties"]
            elif not self.internal:
                self._host._send(event, **message)


def _ending(status: int | None) -> str | None:
    """A process that ended without a word: by `os._exit`, a signal, or a crash of native code."""
    if status is None:
        return "The process of the script was lost."
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return None
    if code < 0:
        return f"The process of the script was ended by {signal.Signals(-code).name}."
    return f"SystemExit: {code}"


def _become_child(run: dict, out: int, err: int, control: int, host: Host, supervisor: int) -> None:
    try:
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.closerange(3, control)
        os.closerange(control + 1, 1 << 20)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        child.main(run, child.Control(control), host._gateway, host._snapshot, supervisor)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(70)


def _read(descriptor: int) -> bytes | None:
    """What a pipe holds; empty at its end, None where there is nothing now."""
    try:
        return os.read(descriptor, _CHUNK)
    except BlockingIOError:
        return None


def _preload() -> None:
    """What every script imports, loaded once and inherited by each run's process."""
    import pyspark.sql  # noqa: F401
    import pyspark.sql.functions  # noqa: F401
    import pyspark.sql.types  # noqa: F401
    import pyspark.sql.window  # noqa: F401

    for name in ("awsglue.context", "awsglue.dynamicframe", "awsglue.job", "awsglue.transforms", "awsglue.utils"):
        try:
            __import__(name)
        except Exception:
            pass  # the script's own import says what is missing


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="etape_glue.host")
    parser.add_argument("--kind", choices=("spark", "shell"), required=True)
    parser.add_argument("--memory", type=int, default=1024, help="the JVM's heap at most, MB")
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--warm-up", choices=("yes", "no"), default="yes")
    parser.add_argument("--class-archive", help="made by etape_glue.archive; used when it is there")
    parser.add_argument("--java-option", action="append", default=[])
    return parser.parse_args()


if __name__ == "__main__":
    Host(_arguments()).main()
