"""The one way in which this package says that it does not do something."""


def refuse(what):
    """Raises NotImplementedError naming `what`: a job must not go on as if it had been done."""
    raise NotImplementedError(f"{what} is not supported by this Glue runtime")
