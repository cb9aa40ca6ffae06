"""Step Functions' API: state machines, versions, aliases, tags, and definitions that are judged or tried."""

import json
import time

import pytest
from botocore.exceptions import ClientError
from states import ARN, KEY, PASS, ROLE, WAIT, Names, machine, refuses

OFF = {"level": "OFF", "includeExecutionData": False}
NONE = f"{ARN}stateMachine:none"


def two_versions(states):
    """A machine's ARN and its two versions'."""
    created = states.create_state_machine(
        name=Names.next("machine"), definition=PASS, roleArn=ROLE, publish=True, versionDescription="one"
    )
    arn = created["stateMachineArn"]
    updated = states.update_state_machine(stateMachineArn=arn, definition=WAIT, publish=True)
    return arn, created["stateMachineVersionArn"], updated["stateMachineVersionArn"]


def to(*routes):
    return [{"stateMachineVersionArn": arn, "weight": weight} for arn, weight in routes]


@pytest.fixture
def deleting(states):
    """A machine whose deletion waits for an execution, with a version and an alias."""
    arn, first, _ = two_versions(states)
    alias = states.create_state_machine_alias(name="live", routingConfiguration=to((first, 100)))
    states.update_state_machine(stateMachineArn=arn, definition=WAIT)
    execution = states.start_execution(stateMachineArn=arn)["executionArn"]
    states.delete_state_machine(stateMachineArn=arn)
    yield arn, first, alias["stateMachineAliasArn"]
    states.stop_execution(executionArn=execution)
    deadline = time.monotonic() + 30
    while True:
        try:
            states.describe_state_machine(stateMachineArn=arn)
        except ClientError as error:
            assert error.response["Error"]["Code"] == "StateMachineDoesNotExist"
            break
        assert time.monotonic() < deadline, "the machine stays"
    refuses(states, "StateMachineDoesNotExist", "DescribeStateMachine", stateMachineArn=first)


def test_the_life_of_a_machine(states):
    name = Names.next("machine")
    created = states.create_state_machine(
        name=name, definition=PASS, roleArn=ROLE, type="EXPRESS", tracingConfiguration={"enabled": True},
        encryptionConfiguration={"type": "AWS_OWNED_KEY"},
    )  # fmt: skip
    arn = created["stateMachineArn"]
    assert arn == f"{ARN}stateMachine:{name}"
    described = states.describe_state_machine(stateMachineArn=arn)
    assert (described["name"], described["type"], described["status"]) == (name, "EXPRESS", "ACTIVE")
    assert described["definition"] == PASS and described["roleArn"] == ROLE
    assert described["tracingConfiguration"] == {"enabled": True}
    assert described["loggingConfiguration"] == OFF
    assert "revisionId" not in described
    updated = states.update_state_machine(stateMachineArn=arn, definition=WAIT)
    described = states.describe_state_machine(stateMachineArn=arn)
    assert described["definition"] == WAIT and described["revisionId"] == updated["revisionId"]
    pages = states.get_paginator("list_state_machines").paginate(PaginationConfig={"PageSize": 1})
    assert name in [m["name"] for page in pages for m in page["stateMachines"]]
    states.delete_state_machine(stateMachineArn=arn)
    states.delete_state_machine(stateMachineArn=arn)
    message = refuses(states, "StateMachineDoesNotExist", "DescribeStateMachine", stateMachineArn=arn)
    assert message == f"State Machine Does Not Exist: '{arn}'"


def test_creation_is_idempotent(states):
    name = Names.next("machine")
    first = states.create_state_machine(name=name, definition=PASS, roleArn=ROLE, publish=True)
    again = states.create_state_machine(name=name, definition=PASS, roleArn=ROLE + "2", publish=True)
    assert first["stateMachineArn"] == again["stateMachineArn"]
    assert first["stateMachineVersionArn"] == again["stateMachineVersionArn"]
    assert states.describe_state_machine(stateMachineArn=first["stateMachineArn"])["roleArn"] == ROLE
    wanted = {"name": name, "roleArn": ROLE}
    refuses(states, "StateMachineAlreadyExists", "CreateStateMachine", definition=WAIT, **wanted)
    refuses(
        states, "ConflictException", "CreateStateMachine", definition=PASS, publish=True, versionDescription="x", **wanted
    )


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("InvalidArn", {"roleArn": "role"}),
        ("InvalidDefinition", {"definition": "{}"}),
        ("InvalidLoggingConfiguration", {"loggingConfiguration": {"level": "ALL"}}),
        ("InvalidTracingConfiguration", {"tracingConfiguration": {}}),
        ("InvalidEncryptionConfiguration", {"encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY"}}),
        ("InvalidEncryptionConfiguration", {"encryptionConfiguration": {"type": "AWS_OWNED_KEY", "kmsKeyId": KEY}}),
        (
            "KmsAccessDeniedException",
            {"encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": KEY}},
        ),
        ("ValidationException", {"versionDescription": "of no version"}),
    ],
)
def test_what_a_machine_cannot_be(states, code, changed):
    whole = {"name": "never", "definition": PASS, "roleArn": ROLE, **changed}
    refuses(states, code, "CreateStateMachine", **whole)
    refuses(states, "StateMachineDoesNotExist", "DescribeStateMachine", stateMachineArn=f"{ARN}stateMachine:never")
    arn = machine(states)
    refuses(states, code, "UpdateStateMachine", stateMachineArn=arn, roleArn=changed.pop("roleArn", ROLE), **changed)
    assert "revisionId" not in states.describe_state_machine(stateMachineArn=arn)


def test_what_a_new_machine_cannot_be(states):
    wanted = {"definition": PASS, "roleArn": ROLE}
    refuses(states, "InvalidName", "CreateStateMachine", name="a*", **wanted)
    refuses(states, "InvalidName", "CreateStateMachine", name="a" * 81, **wanted)
    tags = [{"key": str(n), "value": ""} for n in range(51)]
    refuses(states, "TooManyTags", "CreateStateMachine", name="tagged", tags=tags, **wanted)
    text = PASS.replace('"End"', f'"Comment":"{"c" * 1_048_576}","End"')
    with pytest.raises(ClientError) as raised:
        states.create_state_machine(name="large", definition=text, roleArn=ROLE)
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 413


def test_machines_that_are_not_there(states):
    for operation in (
        "DescribeStateMachine", "DeleteStateMachine", "UpdateStateMachine", "PublishStateMachineVersion",
        "ListStateMachineVersions", "ListStateMachineAliases",
    ):  # fmt: skip
        more = {"definition": PASS} if operation == "UpdateStateMachine" else {}
        message = refuses(states, "InvalidArn", operation, stateMachineArn="machine", **more)
        assert message == "Invalid Arn: 'Invalid ARN prefix: machine'"
    for operation in ("UpdateStateMachine", "PublishStateMachineVersion", "ListStateMachineAliases"):
        more = {"definition": PASS} if operation == "UpdateStateMachine" else {}
        refuses(states, "StateMachineDoesNotExist", operation, stateMachineArn=NONE, **more)
    arn, first, _ = two_versions(states)
    refuses(states, "ValidationException", "DeleteStateMachine", stateMachineArn=first)
    assert states.describe_state_machine(stateMachineArn=arn)["status"] == "ACTIVE"
    refuses(states, "MissingRequiredParameter", "UpdateStateMachine", stateMachineArn=arn)
    refuses(states, "InvalidToken", "ListStateMachines", nextToken="made up")


def test_a_machine_that_is_being_deleted(states, deleting):
    arn, first, alias = deleting
    assert states.describe_state_machine(stateMachineArn=arn)["status"] == "DELETING"
    name = arn.rsplit(":", 1)[1]
    code = "StateMachineDeleting"
    refuses(states, code, "CreateStateMachine", name=name, definition=WAIT, roleArn=ROLE)
    refuses(states, code, "UpdateStateMachine", stateMachineArn=arn, definition=PASS)
    refuses(states, code, "PublishStateMachineVersion", stateMachineArn=arn)
    refuses(states, code, "CreateStateMachineAlias", name="other", routingConfiguration=to((first, 100)))
    refuses(states, code, "UpdateStateMachineAlias", stateMachineAliasArn=alias, description="d")
    refuses(states, code, "ListStateMachineAliases", stateMachineArn=arn)
    for target in (arn, first, alias):
        refuses(states, code, "StartExecution", stateMachineArn=target)
    states.delete_state_machine(stateMachineArn=arn)


def test_versions(states):
    arn, first, second = two_versions(states)
    assert (first, second) == (f"{arn}:1", f"{arn}:2")
    described = states.describe_state_machine(stateMachineArn=first)
    assert (described["definition"], described["description"]) == (PASS, "one")
    revision = states.describe_state_machine(stateMachineArn=arn)["revisionId"]
    published = states.publish_state_machine_version(stateMachineArn=arn, revisionId=revision)
    assert published["stateMachineVersionArn"] == second
    listed = states.list_state_machine_versions(stateMachineArn=arn, maxResults=1)
    assert listed["stateMachineVersions"][0]["stateMachineVersionArn"] == second
    rest = states.list_state_machine_versions(stateMachineArn=arn, nextToken=listed["nextToken"])
    assert [v["stateMachineVersionArn"] for v in rest["stateMachineVersions"]] == [first]
    states.delete_state_machine_version(stateMachineVersionArn=second)
    refuses(states, "StateMachineDoesNotExist", "DescribeStateMachine", stateMachineArn=second)
    again = states.publish_state_machine_version(stateMachineArn=arn, description="three")
    assert again["stateMachineVersionArn"] == f"{arn}:3"


def test_versions_that_cannot_be(states):
    arn, first, _ = two_versions(states)
    refuses(states, "ConflictException", "PublishStateMachineVersion", stateMachineArn=arn, revisionId="old")
    refuses(states, "ValidationException", "PublishStateMachineVersion", stateMachineArn=arn, description="d" * 257)
    refuses(states, "ValidationException", "ListStateMachineVersions", stateMachineArn=arn, maxResults=1001)
    refuses(states, "InvalidToken", "ListStateMachineVersions", stateMachineArn=arn, nextToken="made up")
    refuses(states, "ValidationException", "DeleteStateMachineVersion", stateMachineVersionArn=arn)
    refuses(states, "InvalidArn", "DeleteStateMachineVersion", stateMachineVersionArn="version")
    states.create_state_machine_alias(name="live", routingConfiguration=to((first, 100)))
    message = refuses(states, "ConflictException", "DeleteStateMachineVersion", stateMachineVersionArn=first)
    assert "[live]" in message


def test_aliases(states):
    arn, first, second = two_versions(states)
    created = states.create_state_machine_alias(
        name="live", description="d", routingConfiguration=to((first, 90), (second, 10))
    )
    alias = created["stateMachineAliasArn"]
    assert alias == f"{arn}:live"
    described = states.describe_state_machine_alias(stateMachineAliasArn=alias)
    assert described["routingConfiguration"] == to((first, 90), (second, 10))
    states.update_state_machine_alias(stateMachineAliasArn=alias, routingConfiguration=to((first, 100)))
    described = states.describe_state_machine_alias(stateMachineAliasArn=alias)
    assert (described["description"], described["routingConfiguration"]) == ("d", to((first, 100)))
    for asked in (arn, first):
        listed = states.list_state_machine_aliases(stateMachineArn=asked)["stateMachineAliases"]
        assert [a["stateMachineAliasArn"] for a in listed] == [alias]
    assert states.list_state_machine_aliases(stateMachineArn=second)["stateMachineAliases"] == []
    states.delete_state_machine_alias(stateMachineAliasArn=alias)
    states.delete_state_machine_alias(stateMachineAliasArn=alias)
    assert states.list_state_machine_aliases(stateMachineArn=arn)["stateMachineAliases"] == []


def test_aliases_that_cannot_be(states):
    arn, first, second = two_versions(states)
    route = to((first, 100))
    create = "CreateStateMachineAlias"
    refuses(states, "InvalidArn", create, name="a", routingConfiguration=to(("version", 100)))
    refuses(states, "ValidationException", create, name="123", routingConfiguration=route)
    refuses(states, "ValidationException", create, name="a", routingConfiguration=to((first, 99)))
    refuses(states, "ResourceNotFound", create, name="a", routingConfiguration=to((f"{arn}:9", 100)))
    states.create_state_machine_alias(name="live", routingConfiguration=route)
    refuses(states, "ConflictException", create, name="live", routingConfiguration=to((second, 100)))
    for operation in ("DescribeStateMachineAlias", "UpdateStateMachineAlias", "DeleteStateMachineAlias"):
        more = {"description": "d"} if operation.startswith("Update") else {}
        refuses(states, "InvalidArn", operation, stateMachineAliasArn="alias", **more)
        refuses(states, "ValidationException", operation, stateMachineAliasArn=first, **more)
        refuses(states, "ResourceNotFound", operation, stateMachineAliasArn=f"{NONE}:live", **more)
    listing = "ListStateMachineAliases"
    refuses(states, "InvalidToken", listing, stateMachineArn=arn, nextToken="made up")
    refuses(states, "ResourceNotFound", listing, stateMachineArn=f"{arn}:9")


def test_tags(states):
    arn = machine(states, tags=[{"key": "a", "value": "1"}])
    states.tag_resource(resourceArn=arn, tags=[{"key": "a", "value": "2"}, {"key": "b", "value": "3"}])
    tags = states.list_tags_for_resource(resourceArn=arn)["tags"]
    assert tags == [{"key": "a", "value": "2"}, {"key": "b", "value": "3"}]
    states.untag_resource(resourceArn=arn, tagKeys=["a", "absent"])
    assert states.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "b", "value": "3"}]
    many = [{"key": str(n), "value": ""} for n in range(50)]
    refuses(states, "TooManyTags", "TagResource", resourceArn=arn, tags=many)
    for operation, more in (
        ("TagResource", {"tags": []}), ("UntagResource", {"tagKeys": []}), ("ListTagsForResource", {}),
    ):  # fmt: skip
        refuses(states, "InvalidArn", operation, resourceArn="resource", **more)
        assert refuses(states, "ResourceNotFound", operation, resourceArn=NONE, **more) == (
            f"Resource not found: '{NONE}'"
        )


def test_definitions_are_judged(states):
    good = states.validate_state_machine_definition(definition=PASS)
    assert (good["result"], good["diagnostics"], good["truncated"]) == ("OK", [], False)
    bad = states.validate_state_machine_definition(definition='{"StartAt":"X","States":{}}', type="EXPRESS")
    assert bad["result"] == "FAIL"
    assert {"severity", "code", "message"} <= set(bad["diagnostics"][0])
    refuses(states, "ValidationException", "ValidateStateMachineDefinition", definition=PASS, maxResults=101)
    refuses(states, "ValidationException", "ValidateStateMachineDefinition", definition=PASS, type="FAST")


def test_a_state_is_tried(states):
    definition = json.dumps({"Type": "Pass", "Result": {"a": 1}, "Next": "N"})
    answer = states.test_state(definition=definition, roleArn=ROLE, input="{}", inspectionLevel="DEBUG")
    assert (answer["status"], answer["output"], answer["nextState"]) == ("SUCCEEDED", '{"a":1}', "N")
    assert answer["inspectionData"]["result"] == '{"a":1}'
    refuses(states, "InvalidArn", "TestState", definition=definition, roleArn="role")
    refuses(states, "InvalidDefinition", "TestState", definition="{}", roleArn=ROLE)
    refuses(states, "InvalidExecutionInput", "TestState", definition=definition, roleArn=ROLE, input="{no JSON")
    refuses(states, "ValidationException", "TestState", definition=definition, roleArn=ROLE, inspectionLevel="ALL")


def test_a_task_is_mocked(states):
    task = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "f"}, "End": True}
    definition = json.dumps(task)
    answer = states.test_state(definition=definition, mock={"result": '{"Payload":1,"StatusCode":200}'})
    assert json.loads(answer["output"]) == {"Payload": 1, "StatusCode": 200}
    answer = states.test_state(definition=definition, mock={"errorOutput": {"error": "E", "cause": "c"}})
    assert (answer["status"], answer["error"], answer["cause"]) == ("FAILED", "E", "c")


def test_the_quotas_of_machines(limited):
    arn = machine(limited, name="only")
    machine(limited, name="only")
    refuses(limited, "StateMachineLimitExceeded", "CreateStateMachine", name="more", definition=PASS, roleArn=ROLE)
    version = limited.publish_state_machine_version(stateMachineArn=arn)["stateMachineVersionArn"]
    limited.update_state_machine(stateMachineArn=arn, definition=WAIT)
    refuses(limited, "ServiceQuotaExceededException", "PublishStateMachineVersion", stateMachineArn=arn)
    refuses(
        limited, "ServiceQuotaExceededException", "UpdateStateMachine", stateMachineArn=arn, definition=PASS, publish=True
    )
    assert limited.describe_state_machine(stateMachineArn=arn)["definition"] == WAIT
    limited.create_state_machine_alias(name="first", routingConfiguration=to((version, 100)))
    message = refuses(
        limited, "ServiceQuotaExceededException", "CreateStateMachineAlias", name="second",
        routingConfiguration=to((version, 100)),
    )  # fmt: skip
    assert message == "The quota aliases-per-state-machine is reached: 1."
    limited.delete_state_machine(stateMachineArn=arn)
