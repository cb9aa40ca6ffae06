"""The process of one run: a fresh interpreter's worth of state, forked from the host, that executes the script."""

import atexit
import json
import os
import sys
import threading
import types

from . import failure, isolation, processes
from .progress import Progress


class Control:
    """The run's own line to the host; the script's output goes elsewhere."""

    def __init__(self, descriptor: int):
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def send(self, event: str, **members) -> None:
        line = memoryview(json.dumps({"event": event, **members}).encode() + b"\n")
        with self._lock:
            while line:
                line = line[os.write(self._descriptor, line) :]


def main(run: dict, control: Control, gateway: tuple[int, str] | None, snapshot: dict | None, host: int) -> None:
    """Does not return."""
    processes.die_with_parent(host)
    _streams()
    _environment(run, gateway)
    spark = _Spark(control, run, snapshot) if gateway else None
    if spark:
        spark.prepare()
    process = os.getpid()
    error = _execute(run, control)
    _finish_threads()
    if os.getpid() != process:
        # A process that the script forked and let run to the script's end: it does not speak for the run.
        _flush()
        os._exit(0 if error is None else 1)
    reusable = error is None and spark is not None and spark.clear() and not run["extraJars"]
    _flush()
    control.send("ended", message=error, reusable=reusable)
    os._exit(0)


def _streams() -> None:
    # New objects: the inherited ones remember what the host's descriptors were.
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)
    sys.stdout = sys.__stdout__ = _output(1)
    sys.stderr = sys.__stderr__ = _output(2)


def _output(descriptor: int):
    return open(descriptor, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            pass


def _environment(run: dict, gateway: tuple[int, str] | None) -> None:
    os.environ.update(run["environment"])
    if gateway:
        os.environ.update({"PYSPARK_GATEWAY_PORT": str(gateway[0]), "PYSPARK_GATEWAY_SECRET": gateway[1],
                           "PYSPARK_PYTHON": run["python"], "PYSPARK_DRIVER_PYTHON": run["python"]})
    os.environ["PYTHONPATH"] = os.pathsep.join(run["pythonPath"])
    sys.path[:0] = [entry for entry in run["pythonPath"] if entry not in sys.path]
    os.chdir(run["folder"])


def _execute(run: dict, control: Control) -> str | None:
    """Runs the script as `__main__`; the error's wording, or None."""
    script = run["script"]
    sys.argv = [script, *run["arguments"]]
    sys.path.insert(0, os.path.dirname(script))
    module = types.ModuleType("__main__")
    module.__file__ = script
    module.__builtins__ = __builtins__
    sys.modules["__main__"] = module
    try:
        with open(script, "rb") as file:
            code = compile(file.read(), script, "exec")
        control.send("started")
        exec(code, module.__dict__)
    except SystemExit as stop:
        return _exit_wording(stop)
    except BaseException as error:
        _flush()
        print(failure.trace(error, script), file=sys.stderr, end="")
        return failure.wording(error)
    return None


def _exit_wording(stop: SystemExit) -> str | None:
    if stop.code is None or stop.code == 0:
        return None
    if not isinstance(stop.code, int):
        print(stop.code, file=sys.stderr)
    return f"SystemExit: {stop.code}"


def _finish_threads() -> None:
    """What the interpreter does at its end: waits for the script's threads, then calls its exit handlers."""
    try:
        threading._shutdown()
        atexit._run_exitfuncs()
    except BaseException as error:
        print(failure.trace(error, ""), file=sys.stderr, end="")


class _Spark:
    """The shared JVM as this run sees it."""

    def __init__(self, control: Control, run: dict, snapshot: dict | None):
        from pyspark import SparkContext

        self._control, self._run, self._snapshot = control, run, snapshot
        self._context = SparkContext
        self._progress = Progress(lambda totals: control.send("progress", **totals))

    def prepare(self) -> None:
        self._context._ensure_initialized()
        jvm = self._context._jvm
        if self._snapshot is None:
            self._snapshot = isolation.system_properties(jvm)
            self._control.send("snapshot", properties=self._snapshot)
        isolation.prepare(jvm, self._snapshot, self._run)
        isolation.add_jars(jvm, self._run["extraJars"])
        self._watch_stops()
        self._progress.start()

    def _watch_stops(self) -> None:
        """A context's totals are gone once it stops: the last look comes just before."""
        stop, progress = self._context.stop, self._progress

        def stop_after_a_look(context):
            if context._jsc is not None:
                progress.stopping(context)
            stop(context)

        self._context.stop = stop_after_a_look

    def clear(self) -> bool:
        """Whether the JVM is as it was before the run."""
        try:
            if self._context._active_spark_context is not None:
                self._context._active_spark_context.stop()
            self._progress.end()
            isolation.clear(self._context._jvm)
            return True
        except Exception as error:
            print(failure.trace(error, ""), file=sys.stderr, end="")
            return False
