"""Step Functions' API: activities, and the tokens of their tasks."""

import concurrent.futures

from conftest import ended
from states import ARN, KEY, Names, machine, refuses, task_of


def activity(states):
    return states.create_activity(name=Names.next("activity"))["activityArn"]


def taken(states, arn, definition=None):
    """An execution whose task a worker has taken: its ARN and the task's token."""
    execution = states.start_execution(stateMachineArn=machine(states, definition or task_of(arn)), input='{"n": 1}')
    task = states.get_activity_task(activityArn=arn, workerName="worker")
    assert task["input"] == '{"n": 1}'
    return execution["executionArn"], task["taskToken"]


def test_the_life_of_an_activity(states):
    name = Names.next("activity")
    created = states.create_activity(name=name, tags=[{"key": "k", "value": "v"}])
    assert created["activityArn"] == f"{ARN}activity:{name}"
    assert states.create_activity(name=name)["creationDate"] == created["creationDate"]
    described = states.describe_activity(activityArn=created["activityArn"])
    assert (described["name"], described["creationDate"]) == (name, created["creationDate"])
    assert described["encryptionConfiguration"] == {"type": "AWS_OWNED_KEY"}
    listed = [a for page in states.get_paginator("list_activities").paginate(maxResults=1) for a in page["activities"]]
    assert name in [a["name"] for a in listed]
    states.delete_activity(activityArn=created["activityArn"])
    refuses(states, "ActivityDoesNotExist", "DescribeActivity", activityArn=created["activityArn"])
    states.delete_activity(activityArn=created["activityArn"])


def test_an_activity_that_cannot_be_created(states):
    message = refuses(states, "InvalidName", "CreateActivity", name="a b")
    assert message == "Invalid Name: 'a b'"
    refuses(states, "InvalidName", "CreateActivity", name="a" * 81)
    tags = [{"key": str(n), "value": ""} for n in range(51)]
    refuses(states, "TooManyTags", "CreateActivity", name="tagged", tags=tags)
    customer = {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": KEY}
    message = refuses(
        states, "KmsAccessDeniedException", "CreateActivity", name="secret", encryptionConfiguration=customer
    )
    assert KEY in message and "customer managed keys are refused" in message
    refuses(
        states, "InvalidEncryptionConfiguration", "CreateActivity", name="secret",
        encryptionConfiguration={"type": "CUSTOMER_MANAGED_KMS_KEY"},
    )  # fmt: skip
    name = activity(states).rsplit(":", 1)[1]
    refuses(states, "ActivityAlreadyExists", "CreateActivity", name=name, encryptionConfiguration=customer)


def test_activities_that_are_not_there(states):
    for operation in ("DescribeActivity", "DeleteActivity", "GetActivityTask"):
        refuses(states, "InvalidArn", operation, activityArn="activity")
        refuses(states, "InvalidArn", operation, activityArn=f"{ARN}stateMachine:m")
    message = refuses(states, "ActivityDoesNotExist", "GetActivityTask", activityArn=f"{ARN}activity:none")
    assert message == f"Activity Does Not Exist: '{ARN}activity:none'"
    refuses(states, "InvalidToken", "ListActivities", nextToken="made up")


def test_a_worker_succeeds(states):
    execution, token = taken(states, activity(states))
    states.send_task_heartbeat(taskToken=token)
    states.send_task_success(taskToken=token, output='{"done":true}')
    assert ended(states, execution)["output"] == '{"done":true}'
    for operation, parameters in (
        ("SendTaskSuccess", {"output": "{}"}), ("SendTaskFailure", {}), ("SendTaskHeartbeat", {}),
    ):  # fmt: skip
        message = refuses(states, "TaskTimedOut", operation, taskToken=token, **parameters)
        assert message == "Task Timed Out: 'Provided task does not exist anymore'"


def test_a_worker_fails(states):
    execution, token = taken(states, activity(states))
    states.send_task_failure(taskToken=token, error="Broken", cause="a test")
    description = ended(states, execution)
    assert (description["status"], description["error"], description["cause"]) == ("FAILED", "Broken", "a test")


def test_tokens_that_are_none(states):
    for operation, parameters in (
        ("SendTaskSuccess", {"output": "{}"}), ("SendTaskFailure", {}), ("SendTaskHeartbeat", {}),
    ):  # fmt: skip
        assert refuses(states, "InvalidToken", operation, taskToken="x", **parameters) == (
            "Invalid Token: 'Invalid token'"
        )
    _, token = taken(states, activity(states))
    refuses(states, "InvalidOutput", "SendTaskSuccess", taskToken=token, output="{no JSON")
    states.send_task_success(taskToken=token, output="1")


def test_a_task_whose_activity_was_deleted(states):
    arn = activity(states)
    execution, token = taken(states, arn)
    states.delete_activity(activityArn=arn)
    for operation, parameters in (
        ("SendTaskSuccess", {"output": "{}"}), ("SendTaskFailure", {}), ("SendTaskHeartbeat", {}),
    ):  # fmt: skip
        refuses(states, "TaskDoesNotExist", operation, taskToken=token, **parameters)
    states.stop_execution(executionArn=execution)


def test_the_quota_of_activities(limited):
    limited.create_activity(name="first")
    limited.create_activity(name="first")
    message = refuses(limited, "ActivityLimitExceeded", "CreateActivity", name="second")
    assert message == "The quota activities is reached: 1."


def test_the_quota_of_pollers(limited):
    """One worker waits; the next is refused."""
    arn = limited.create_activity(name="first")["activityArn"]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        polls = [pool.submit(limited.get_activity_task, activityArn=arn) for _ in range(2)]
        done, waiting = concurrent.futures.wait(polls, return_when=concurrent.futures.FIRST_COMPLETED)
        assert done.pop().exception().response["Error"]["Code"] == "ActivityWorkerLimitExceeded"
        execution = limited.start_execution(stateMachineArn=machine(limited, task_of(arn), name="tasks"), input="7")
        task = waiting.pop().result()
    limited.send_task_success(taskToken=task["taskToken"], output=task["input"])
    assert ended(limited, execution["executionArn"])["output"] == "7"
    limited.delete_state_machine(stateMachineArn=f"{ARN}stateMachine:tasks")
