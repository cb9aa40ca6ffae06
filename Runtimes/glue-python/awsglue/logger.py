"""The logger of a job: lines on standard error, which become the run's error log."""

import sys
from datetime import datetime, timezone

__all__ = ["GlueLogger"]


class GlueLogger:
    """`debug`, `info`, `warn` and `error`, each with one message."""

    def __init__(self, stream=None):
        self._stream = stream

    def _line(self, level, message):
        time = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]
        print(f"{time}Z {level:5} {message}", file=self._stream or sys.stderr, flush=True)

    def debug(self, message):
        self._line("DEBUG", message)

    def info(self, message):
        self._line("INFO", message)

    def warn(self, message):
        self._line("WARN", message)

    warning = warn

    def error(self, message):
        self._line("ERROR", message)
