"""What a run has read and written so far, as Spark's own status store counts it."""

import threading
import time


class Progress:
    """Tells `report` the totals of the active Spark context, every second or so while they change."""

    def __init__(self, report):
        self._report = report
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._finished: dict = {}  # totals of contexts that have stopped
        self._last: dict = {}
        self._counted = None  # the context whose totals are among the finished already
        self._thread = threading.Thread(target=self._watch, name="etape-progress", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._ended.set()

    def stopping(self, context) -> None:
        """The last look at a context, before it stops."""
        with self._lock:
            totals = self._totals(context, settle=True)
            self._finished = _sum(self._finished, totals)
            self._counted = context
            self._tell(self._finished)

    def _watch(self) -> None:
        from pyspark import SparkContext

        pause = 0.5
        while not self._ended.wait(pause):
            context = SparkContext._active_spark_context
            if context is None:
                continue
            began = time.monotonic()
            with self._lock:
                if SparkContext._active_spark_context is context and context is not self._counted:
                    self._tell(_sum(self._finished, self._totals(context)))
            # A store with many stages takes longer to read: looking costs 5 % of the time at most.
            pause = max(1.0, 20 * (time.monotonic() - began))

    def _tell(self, totals: dict) -> None:
        if totals.get("stages") and totals != self._last:
            self._last = totals
            self._report(totals)

    def _totals(self, context, settle: bool = False) -> dict:
        try:
            return _read(context, settle)
        except Exception:  # the context stopped, or the JVM ended: there is nothing to tell
            return {}


def _read(context, settle: bool) -> dict:
    jvm, scala = context._jvm, context._jsc.sc()
    if settle:
        scala.listenerBus().waitUntilEmpty(5000)
    # One call for each number would cost more than the whole list as JSON.
    nothing = jvm.java.util.ArrayList()
    stages = scala.statusStore().stageList(nothing, False, False, context._gateway.new_array(jvm.double, 0), nothing)
    totals = {"rowsRead": 0, "bytesRead": 0, "rowsWritten": 0, "bytesWritten": 0, "stages": 0, "stagesComplete": 0,
              "tasks": 0, "tasksComplete": 0}
    for text in _json(jvm, stages):
        _add(totals, text)
    return totals


def _json(jvm, stages) -> list:
    import json

    mapper = jvm.com.fasterxml.jackson.databind.ObjectMapper()
    mapper.registerModule(jvm.com.fasterxml.jackson.module.scala.DefaultScalaModule())
    return json.loads(mapper.writeValueAsString(stages))


def _add(totals: dict, stage: dict) -> None:
    totals["rowsRead"] += stage["inputRecords"]
    totals["bytesRead"] += stage["inputBytes"]
    totals["rowsWritten"] += stage["outputRecords"]
    totals["bytesWritten"] += stage["outputBytes"]
    if str(stage["status"]) != "SKIPPED":
        totals["stages"] += 1
        totals["stagesComplete"] += str(stage["status"]) == "COMPLETE"
        totals["tasks"] += stage["numTasks"]
        totals["tasksComplete"] += stage["numCompleteTasks"]


def _sum(left: dict, right: dict) -> dict:
    return {key: left.get(key, 0) + right.get(key, 0) for key in {**left, **right}}
