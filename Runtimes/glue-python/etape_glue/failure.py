"""A script's exception as Glue words it in a job run's ErrorMessage."""

import traceback


def wording(error: BaseException) -> str:
    """`ValueError: bad`; for what Java threw, `An error occurred while calling o93.parquet. MESSAGE`."""
    java = getattr(error, "java_exception", None)
    if type(error).__name__ == "Py4JJavaError" and java is not None:
        return _of_java(error, java)
    message = str(error)
    name = type(error).__name__
    return f"{name}: {message}" if message else name


def _of_java(error: BaseException, java) -> str:
    first = str(getattr(error, "errmsg", "An error occurred")).strip().rstrip(".:")
    try:
        reason = java.getMessage() or java.toString()
    except Exception:  # the JVM is gone
        reason = "The JVM ended."
    lines = [line for line in reason.split("\n") if not line.startswith("\tat ") and line != "Driver stacktrace:"]
    return f"{first}. " + "\n".join(lines).strip()


def trace(error: BaseException, script: str) -> str:
    """The traceback from the script's first frame on, without the frames of the worker that ran it."""
    frame = error.__traceback__
    start = frame
    while start is not None and start.tb_frame.f_code.co_filename != script:
        start = start.tb_next
    # A syntax error of the script has no frame in it.
    return "".join(traceback.format_exception(type(error), error, start))
