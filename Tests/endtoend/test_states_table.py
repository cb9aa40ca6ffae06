"""docs/conformance.md says what these tests really called, and nothing documented is left out without a reason.

Runs after the other test_states files and needs them all in the same run: `make docs` writes the table anew."""

import os
import pathlib

import pytest
from conftest import ROOT
from states import MODULES, documented

TABLE = ROOT / "docs" / "conformance.md"
ANY = "*"

# (operation, exception) → why no client can get it here.
NO_KEYS = "customer managed keys are refused where they would be set, so nothing stored needs one"
ONE_WRITER = "AWS's answer to two writes at the same time; here they are taken one after the other"
UNREACHABLE = {
    (ANY, "KmsThrottlingException"): "AWS KMS is not called",
    (ANY, "KmsInvalidStateException"): NO_KEYS,
    **{
        (operation, "KmsAccessDeniedException"): NO_KEYS
        for operation in (
            "DescribeExecution", "DescribeStateMachine", "DescribeStateMachineForExecution", "GetActivityTask",
            "GetExecutionHistory", "SendTaskFailure", "SendTaskSuccess", "StartExecution", "StartSyncExecution",
            "StopExecution",
        )
    },
    ("CreateStateMachine", "StateMachineTypeNotSupported"): "both types are supported; any other is no member of the enum",
    ("CreateStateMachineAlias", "InvalidName"): "AWS answers a bad alias name with ValidationException (recorded)",
    ("DeleteStateMachineAlias", "ConflictException"): ONE_WRITER,
    ("UpdateStateMachineAlias", "ConflictException"): ONE_WRITER,
    ("UpdateStateMachine", "ConflictException"): ONE_WRITER,
}  # fmt: skip


def reason(operation, code):
    return UNREACHABLE.get((operation, code)) or UNREACHABLE.get((ANY, code))


@pytest.fixture
def complete(request):
    """Skips where only some of the files run: the table is of them all."""
    run = {pathlib.Path(item.fspath).name for item in request.session.items}
    if not run.issuperset(MODULES):
        pytest.skip("the table needs every test_states file in the same run")


def served(etape):
    """The operations that the program says it serves."""
    lines = etape("services").stdout.split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith("states:"))
    found = set()
    for line in lines[start + 1 :]:
        if not line.startswith("  "):
            break
        found.add(line.strip())
    return found


def table(operations, outcomes):
    lines = [
        "# The Step Functions API: what is served, and what is tested",
        "",
        "Written by `make docs`; CI fails when it is stale. *Served* is what `etape services` lists. *Tested* is what the",
        "boto3 tests (`Tests/endtoend/test_states_*.py`) got from a running server: `✓` an answer, and the exceptions of",
        "the operation in botocore's model, each by its name. What no client can get is listed below with the reason.",
        "",
        "| operation | served | answer | exceptions tested | not reachable here |",
        "|---|---|---|---|---|",
    ]
    notes, tested, count = {}, 0, 0
    for operation, codes in documented().items():
        seen = outcomes.get(operation, set())
        got = [code for code in codes if code in seen]
        left = [code for code in codes if code not in seen and reason(operation, code)]
        for code in left:
            notes.setdefault((code, reason(operation, code)), []).append(operation)
        is_served = operation in operations
        tested += len(got)
        count += len(codes)
        lines.append(
            f"| {operation} | {'yes' if is_served else '**no**'} | {'✓' if is_served and 'ok' in seen else '—'} | "
            f"{', '.join(got) or '—'} | {', '.join(left) or '—'} |"
        )
    answered = sum(1 for name in documented() if name in operations and "ok" in outcomes.get(name, ()))
    lines += [
        "",
        f"{len(operations)} of {len(documented())} operations are served, {answered} answered in the tests; "
        f"{tested} of {count} documented exceptions were raised, {sum(map(len, notes.values()))} cannot be:",
        "",
    ]
    for (code, why), names in sorted(notes.items()):
        lines.append(f"- {code} ({len(names)}): {why}.")
    return "\n".join(lines) + "\n"


def test_every_operation_and_exception_is_touched(complete, etape, outcomes):
    operations = served(etape)
    missing = [
        (operation, code)
        for operation, codes in documented().items()
        if operation in operations
        for code in ["ok", *codes]
        if code not in outcomes.seen.get(operation, ()) and not reason(operation, code)
    ]
    assert missing == []
    reached = [
        (operation, code)
        for operation, codes in documented().items()
        for code in codes
        if code in outcomes.seen.get(operation, ()) and reason(operation, code)
    ]
    assert reached == [], "these are reached: their reasons are wrong"


def test_the_table_is_fresh(complete, etape, outcomes):
    fresh = table(served(etape), outcomes.seen)
    if os.environ.get("ETAPE_WRITE_TABLE"):
        TABLE.write_text(fresh)
    assert TABLE.read_text() == fresh, "stale: make docs"
