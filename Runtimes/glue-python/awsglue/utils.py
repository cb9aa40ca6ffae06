"""Job arguments, as `getResolvedOptions` reads them from the command line."""

import argparse

__all__ = ["GlueArgumentError", "GlueArgumentParser", "getResolvedOptions"]

# Arguments that Glue itself hands to a script. Those of the first group may not be asked for; their values, where
# given, are in the answer all the same.
_BOOKMARK_CHOICES = ["job-bookmark-enable", "job-bookmark-pause", "job-bookmark-disable"]
_RESERVED = {
    "job_bookmark_option": "--job-bookmark-option",
    "job_bookmark_from": "--job-bookmark-from",
    "job_bookmark_to": "--job-bookmark-to",
    "JOB_ID": "--JOB_ID",
    "JOB_RUN_ID": "--JOB_RUN_ID",
    "SECURITY_CONFIGURATION": "--SECURITY_CONFIGURATION",
    "encryption_type": "--encryption-type",
    "enable_data_lineage": "--enable-data-lineage",
}
# Read when given; a script may ask for them by name too.
_GIVEN = ["RedshiftTempDir", "TempDir"]


class GlueArgumentError(Exception):
    """A required argument is missing, or an argument cannot be read."""


class GlueArgumentParser(argparse.ArgumentParser):
    """An argument parser that raises instead of ending the process."""

    def error(self, message):
        raise GlueArgumentError(message)


def getResolvedOptions(args, options):
    """The values of the arguments `options` in `args` (a script's `sys.argv`, its own name first) as a dict.

    Each option is required: GlueArgumentError names those missing. Arguments nobody asked for are ignored, except that
    Glue's reserved ones and TempDir are answered where given. Asking for a reserved one is a RuntimeError.
    """
    reserved = [name for name in options if name in _RESERVED]
    if reserved:
        raise RuntimeError(f"Using reserved arguments {reserved}")
    parser = GlueArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--job-bookmark-option", choices=_BOOKMARK_CHOICES)
    for name, flag in _RESERVED.items():
        if name != "job_bookmark_option":
            parser.add_argument(flag, dest=name)
    for name in _GIVEN:
        if name not in options:
            parser.add_argument(f"--{name}", dest=name)
    for name in dict.fromkeys(options):
        parser.add_argument(f"--{name}", dest=name, required=True)
    parsed = vars(parser.parse_known_args(args[1:])[0])
    parsed["job_bookmark_option"] = parsed["job_bookmark_option"] or "job-bookmark-disable"
    always = ("job_bookmark_option", "job_bookmark_from", "job_bookmark_to")
    return {name: value for name, value in parsed.items() if value is not None or name in always}
