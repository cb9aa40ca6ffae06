"""The job object of a script: says when the script's work begins and that it has ended well."""

import sys

from awsglue.refusal import refuse

__all__ = ["Job"]


class Job:
    """`Job(glue_context)`, then `init(name, args)`, then `commit()` when all is written.

    Bookmarks are off: with job-bookmark-enable or -pause `init` refuses, since a run that should read new data only
    must not read everything without a word.
    """

    _current = None

    def __init__(self, glue_context):
        self.glue_context = glue_context
        self.name = None
        self.args = {}
        self.committed = False

    def init(self, job_name, args=None):
        if not job_name:
            raise ValueError("Job.init needs the name of the job")
        option = (args or {}).get("job_bookmark_option") or _given("--job-bookmark-option")
        if option in ("job-bookmark-enable", "job-bookmark-pause"):
            refuse(f"--job-bookmark-option {option}")
        self.name, self.args = job_name, dict(args or {})
        Job._current = self

    def isInitialized(self):
        return self.name is not None

    def commit(self):
        if not self.isInitialized():
            raise RuntimeError("Job.commit called before Job.init")
        self.committed = True


def _given(flag):
    """The value after `flag` on the command line."""
    return sys.argv[sys.argv.index(flag) + 1] if flag in sys.argv[:-1] else None
