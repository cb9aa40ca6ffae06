"""Step Functions' API: executions of both types, and their histories."""

import json
import time

from conftest import ended
from states import ARN, PASS, WAIT, Names, machine, refuses, task_of

NONE = f"{ARN}execution:none:none"
FAIL = '{"StartAt":"F","States":{"F":{"Type":"Fail","Error":"E","Cause":"c"}}}'


def test_the_life_of_an_execution(states):
    arn = machine(states)
    name = Names.next("execution")
    started = states.start_execution(stateMachineArn=arn, name=name, input='{"a": 1}')
    execution = started["executionArn"]
    assert execution == f"{arn.replace(':stateMachine:', ':execution:')}:{name}"
    described = ended(states, execution)
    assert described["status"] == "SUCCEEDED" and described["startDate"] == started["startDate"]
    assert described["input"] == described["output"] == '{"a": 1}'
    assert described["redriveCount"] == 0 and described["redriveStatus"] == "NOT_REDRIVABLE"
    told = states.describe_state_machine_for_execution(executionArn=execution)
    assert (told["stateMachineArn"], told["definition"]) == (arn, PASS)
    pages = states.get_paginator("get_execution_history").paginate(
        executionArn=execution, PaginationConfig={"PageSize": 1}
    )
    events = [event for page in pages for event in page["events"]]
    assert [event["type"] for event in events] == [
        "ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded",
    ]  # fmt: skip
    backwards = states.get_execution_history(executionArn=execution, reverseOrder=True, includeExecutionData=False)
    assert [event["id"] for event in backwards["events"]] == [4, 3, 2, 1]
    assert "input" not in backwards["events"][-1]["executionStartedEventDetails"]


def test_a_name_is_taken_once(states):
    arn = machine(states, WAIT)
    first = states.start_execution(stateMachineArn=arn, name="one", input="1")
    again = states.start_execution(stateMachineArn=arn, name="one", input="1")
    assert first["executionArn"] == again["executionArn"] and first["startDate"] == again["startDate"]
    message = refuses(states, "ExecutionAlreadyExists", "StartExecution", stateMachineArn=arn, name="one", input="2")
    assert message == f"Execution Already Exists: '{first['executionArn']}'"
    states.stop_execution(executionArn=first["executionArn"])
    refuses(states, "ExecutionAlreadyExists", "StartExecution", stateMachineArn=arn, name="one", input="1")


def test_executions_that_cannot_start(states):
    arn = machine(states)
    start = "StartExecution"
    refuses(states, "InvalidArn", start, stateMachineArn="machine")
    refuses(states, "InvalidName", start, stateMachineArn=arn, name="a/b")
    refuses(states, "InvalidExecutionInput", start, stateMachineArn=arn, input="{no JSON")
    refuses(states, "StateMachineDoesNotExist", start, stateMachineArn=f"{ARN}stateMachine:none")
    message = refuses(states, "ValidationException", start, stateMachineArn=arn, input=f'"{"x" * 262_143}"')
    assert "less than or equal to 262144" in message
    states.start_execution(stateMachineArn=arn, input=f'"{"x" * 262_142}"')


def test_executions_are_stopped(states):
    execution = states.start_execution(stateMachineArn=machine(states, WAIT))["executionArn"]
    stopped = states.stop_execution(executionArn=execution, error="E", cause="c")
    described = states.describe_execution(executionArn=execution)
    assert (described["status"], described["error"], described["cause"]) == ("ABORTED", "E", "c")
    assert described["stopDate"] == stopped["stopDate"]
    refuses(states, "ValidationException", "StopExecution", executionArn=execution, error="e" * 257)


def test_executions_that_are_not_there(states):
    operations = ("DescribeExecution", "DescribeStateMachineForExecution", "GetExecutionHistory", "StopExecution")
    for operation in operations:
        refuses(states, "InvalidArn", operation, executionArn="execution")
        message = refuses(states, "ExecutionDoesNotExist", operation, executionArn=NONE)
        assert message == f"Execution Does Not Exist: '{NONE}'"
    execution = states.start_execution(stateMachineArn=machine(states))["executionArn"]
    refuses(states, "InvalidToken", "GetExecutionHistory", executionArn=execution, nextToken="made up")


def test_executions_are_listed(states):
    arn = machine(states, FAIL)
    for _ in range(3):
        ended(states, states.start_execution(stateMachineArn=arn)["executionArn"])
    pages = states.get_paginator("list_executions").paginate(
        stateMachineArn=arn, statusFilter="FAILED", PaginationConfig={"PageSize": 2}
    )
    counts = [len(page["executions"]) for page in pages]
    assert counts == [2, 1]
    assert states.list_executions(stateMachineArn=arn, statusFilter="SUCCEEDED")["executions"] == []
    listing = "ListExecutions"
    refuses(states, "InvalidArn", listing, stateMachineArn="machine")
    refuses(states, "InvalidToken", listing, stateMachineArn=arn, nextToken="made up")
    refuses(states, "StateMachineDoesNotExist", listing, stateMachineArn=f"{ARN}stateMachine:none")
    refuses(states, "ValidationException", listing, stateMachineArn=arn, statusFilter="failed")
    express = machine(states, type="EXPRESS")
    refuses(states, "StateMachineTypeNotSupported", listing, stateMachineArn=express)


def test_an_express_execution_is_waited_for(states):
    arn = machine(states, type="EXPRESS")
    answer = states.start_sync_execution(stateMachineArn=arn, name="n", input="[1]")
    assert (answer["status"], answer["output"]) == ("SUCCEEDED", "[1]")
    assert answer["executionArn"].startswith(f"{arn.replace(':stateMachine:', ':express:')}:n:")
    assert answer["billingDetails"]["billedMemoryUsedInMB"] == 64
    failed = states.start_sync_execution(stateMachineArn=machine(states, FAIL, type="EXPRESS"))
    assert (failed["status"], failed["error"], failed["cause"]) == ("FAILED", "E", "c")
    start = "StartSyncExecution"
    refuses(states, "InvalidArn", start, stateMachineArn="machine")
    refuses(states, "InvalidName", start, stateMachineArn=arn, name="a/b")
    refuses(states, "InvalidExecutionInput", start, stateMachineArn=arn, input="{no JSON")
    refuses(states, "StateMachineDoesNotExist", start, stateMachineArn=f"{ARN}stateMachine:none")
    refuses(states, "StateMachineTypeNotSupported", start, stateMachineArn=machine(states))


def test_an_express_machine_that_is_being_deleted(limited):
    """Its execution, which waits, ends after the two seconds that the quota gives it."""
    arn = machine(limited, WAIT, name="slow", type="EXPRESS")
    limited.start_execution(stateMachineArn=arn)
    limited.delete_state_machine(stateMachineArn=arn)
    refuses(limited, "StateMachineDeleting", "StartSyncExecution", stateMachineArn=arn)
    deadline = time.monotonic() + 30
    while any(m["name"] == "slow" for m in limited.list_state_machines()["stateMachines"]):
        assert time.monotonic() < deadline, "the machine stays"


def test_the_quota_of_open_executions(limited):
    arn = machine(limited, WAIT, name="open")
    execution = limited.start_execution(stateMachineArn=arn)["executionArn"]
    message = refuses(limited, "ExecutionLimitExceeded", "StartExecution", stateMachineArn=arn)
    assert message == "The quota open-executions is reached: 1."
    limited.stop_execution(executionArn=execution)
    limited.stop_execution(executionArn=limited.start_execution(stateMachineArn=arn)["executionArn"])
    limited.delete_state_machine(stateMachineArn=arn)


def test_the_quotas_of_an_execution(limited):
    """A history of at most 30 events, and data of at most 100 bytes."""
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.end", "IsPresent": True, "Next": "E"}], "Default": "P"}
    loop = {"StartAt": "P", "States": {"P": {"Type": "Pass", "Next": "C"}, "C": choice, "E": {"Type": "Succeed"}}}
    arn = machine(limited, json.dumps(loop), name="loop")
    execution = limited.start_execution(stateMachineArn=arn)["executionArn"]
    failed = ended(limited, execution)
    assert failed["cause"] == "The execution reached the maximum number of history events (30)."
    assert failed["error"] == "States.Runtime"
    limited.delete_state_machine(stateMachineArn=arn)
    wide = {"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": "x" * 99, "End": True}}}
    arn = machine(limited, json.dumps(wide), name="wide")
    failed = ended(limited, limited.start_execution(stateMachineArn=arn)["executionArn"])
    assert failed["error"] == "States.DataLimitExceeded"
    limited.delete_state_machine(stateMachineArn=arn)


def test_a_failed_execution_is_redriven(states):
    activity = states.create_activity(name=Names.next("activity"))["activityArn"]
    execution = states.start_execution(stateMachineArn=machine(states, task_of(activity)))["executionArn"]
    token = states.get_activity_task(activityArn=activity)["taskToken"]
    states.send_task_failure(taskToken=token, error="E")
    assert ended(states, execution)["redriveStatus"] == "REDRIVABLE"
    assert states.redrive_execution(executionArn=execution)["redriveDate"]
    token = states.get_activity_task(activityArn=activity)["taskToken"]
    states.send_task_success(taskToken=token, output="2")
    described = ended(states, execution)
    assert (described["status"], described["output"], described["redriveCount"]) == ("SUCCEEDED", "2", 1)
    types = [event["type"] for event in states.get_execution_history(executionArn=execution)["events"]]
    assert types.count("ExecutionRedriven") == 1


def test_executions_that_cannot_be_redriven(states):
    redrive = "RedriveExecution"
    refuses(states, "InvalidArn", redrive, executionArn="execution")
    refuses(states, "ExecutionDoesNotExist", redrive, executionArn=NONE)
    execution = states.start_execution(stateMachineArn=machine(states))["executionArn"]
    ended(states, execution)
    refuses(states, "ExecutionNotRedrivable", redrive, executionArn=execution)
    refuses(states, "ValidationException", redrive, executionArn=execution, clientToken="t" * 65)


def test_the_quota_of_open_executions_holds_for_redriving(limited):
    arn = machine(limited, FAIL, name="failing")
    failed = limited.start_execution(stateMachineArn=arn)["executionArn"]
    ended(limited, failed)
    limited.update_state_machine(stateMachineArn=arn, definition=WAIT)
    running = limited.start_execution(stateMachineArn=arn)["executionArn"]
    try:
        refuses(limited, "ExecutionLimitExceeded", "RedriveExecution", executionArn=failed)
    finally:
        limited.stop_execution(executionArn=running)
        limited.delete_state_machine(stateMachineArn=arn)


def mapped(states):
    """An execution with a Map Run over three items, one at a time, whose children wait for a worker."""
    activity = states.create_activity(name=Names.next("activity"))["activityArn"]
    child = json.loads(task_of(activity))
    state = {
        "Type": "Map", "End": True, "Label": "L", "MaxConcurrency": 1,
        "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, **child},
    }  # fmt: skip
    arn = machine(states, json.dumps({"StartAt": "M", "States": {"M": state}}))
    execution = states.start_execution(stateMachineArn=arn, input="[1,2,3]")["executionArn"]
    task = states.get_activity_task(activityArn=activity)
    return activity, execution, task


def test_a_map_run(states):
    activity, execution, task = mapped(states)
    runs = states.list_map_runs(executionArn=execution)["mapRuns"]
    assert [run["executionArn"] for run in runs] == [execution]
    run = runs[0]["mapRunArn"]
    described = states.describe_map_run(mapRunArn=run)
    assert (described["status"], described["maxConcurrency"]) == ("RUNNING", 1)
    assert described["itemCounts"]["total"] == 3
    children = states.list_executions(mapRunArn=run)["executions"]
    assert {child["mapRunArn"] for child in children} == {run}
    states.update_map_run(mapRunArn=run, maxConcurrency=2, toleratedFailurePercentage=50)
    assert states.describe_map_run(mapRunArn=run)["maxConcurrency"] == 2
    refuses(states, "ValidationException", "UpdateMapRun", mapRunArn=run, toleratedFailurePercentage=101)
    for item in range(3):
        states.send_task_success(taskToken=task["taskToken"], output=task["input"])
        if item < 2:
            task = states.get_activity_task(activityArn=activity)
    assert sorted(json.loads(ended(states, execution)["output"])) == [1, 2, 3]
    assert states.describe_map_run(mapRunArn=run)["status"] == "SUCCEEDED"


def test_map_runs_that_are_not_there(states):
    none = f"{ARN}mapRun:none/L:4d7a1a0c-0000-4000-8000-000000000000"
    for operation, more in (("DescribeMapRun", {}), ("UpdateMapRun", {"maxConcurrency": 1})):
        refuses(states, "InvalidArn", operation, mapRunArn="run", **more)
        refuses(states, "ResourceNotFound", operation, mapRunArn=none, **more)
    refuses(states, "ResourceNotFound", "ListExecutions", mapRunArn=none)
    refuses(states, "InvalidArn", "ListMapRuns", executionArn="execution")
    refuses(states, "ExecutionDoesNotExist", "ListMapRuns", executionArn=NONE)
    execution = states.start_execution(stateMachineArn=machine(states))["executionArn"]
    refuses(states, "InvalidToken", "ListMapRuns", executionArn=execution, nextToken="made up")
