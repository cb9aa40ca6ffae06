"""Step Functions' metrics for Prometheus, and executions' events in the Logs service."""

import json
import re
import urllib.request

import pytest
from conftest import ended
from states import Names, machine, refuses, task_of

LOGS = "arn:aws:logs:us-east-1:000000000000:log-group:"
CAUGHT = json.dumps(
    {
        "StartAt": "T",
        "States": {
            "T": {
                "Type": "Task",
                "Resource": "arn:aws:states:::sns:publish",
                "Parameters": {"TopicArn": "arn:aws:sns:us-east-1:000000000000:none", "Message": "m"},
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "F"}],
                "End": True,
            },
            "F": {"Type": "Fail", "Error": "E", "Cause": "c"},
        },
    }
)


@pytest.fixture
def endpoint(states):
    return states.meta.endpoint_url


def scrape(endpoint):
    """The series by name and labels; all that was committed before is counted and logged when this returns."""
    with urllib.request.urlopen(f"{endpoint}/metrics") as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        lines = answer.read().decode().splitlines()
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines if not line.startswith("#")}


def logged(server_client, group):
    pages = server_client.get_paginator("filter_log_events").paginate(logGroupName=group)
    return [event for page in pages for event in page["events"]]


def logging(group, level, data):
    return {
        "level": level,
        "includeExecutionData": data,
        "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": f"{LOGS}{group}:*"}}],
    }


def test_executions_and_tasks_are_counted(states, endpoint):
    activity = states.create_activity(name=Names.next("activity"))["activityArn"]
    arn = machine(states, task_of(activity))
    outcomes = (states.send_task_success, {"output": "1"}), (states.send_task_failure, {"error": "E"})
    for finish, parameters in outcomes:
        execution = states.start_execution(stateMachineArn=arn)["executionArn"]
        finish(taskToken=states.get_activity_task(activityArn=activity)["taskToken"], **parameters)
        ended(states, execution)
    running = states.start_execution(stateMachineArn=arn)["executionArn"]
    series = scrape(endpoint)
    assert series["aws_states_open_execution_count"] >= 1
    states.stop_execution(executionArn=running)
    series = scrape(endpoint)
    of_machine, of_activity = f'{{state_machine_arn="{arn}"}}', f'{{activity_arn="{activity}"}}'
    expected = {
        "executions_started_total": 3, "executions_succeeded_total": 1, "executions_failed_total": 1,
        "executions_aborted_total": 1, "execution_throttled_total": 0, "execution_time_seconds_count": 3,
    }  # fmt: skip
    assert {name: series[f"aws_states_{name}{of_machine}"] for name in expected} == expected
    expected = {
        "activities_scheduled_total": 3, "activities_started_total": 2, "activities_succeeded_total": 1,
        "activities_failed_total": 1, "activity_time_seconds_count": 2, "activity_run_time_seconds_count": 2,
        "activity_schedule_time_seconds_count": 2,
    }  # fmt: skip
    assert {name: series[f"aws_states_{name}{of_activity}"] for name in expected} == expected
    labels = f'state_machine_arn="{arn}",le="+Inf"'
    assert series[f"aws_states_execution_time_seconds_bucket{{{labels}}}"] == 3


def test_integrations_are_counted(states, endpoint):
    arn = machine(states, CAUGHT)
    before = scrape(endpoint)
    ended(states, states.start_execution(stateMachineArn=arn)["executionArn"])
    after = scrape(endpoint)
    of_integration = '{service_integration_resource_arn="arn:aws:states:::sns:publish"}'
    for name in ("scheduled", "started", "failed"):
        series = f"aws_states_service_integrations_{name}_total{of_integration}"
        assert after[series] == before.get(series, 0) + 1


def test_a_bucket_named_metrics_is_a_bucket(serve, tmp_path):
    server = serve(tmp_path, "--data", tmp_path / "data", "--port", 0)
    s3 = server.client("s3")
    s3.create_bucket(Bucket="metrics")
    s3.put_object(Bucket="metrics", Key="k", Body=b"v")
    assert [item["Key"] for item in s3.list_objects_v2(Bucket="metrics")["Contents"]] == ["k"]
    assert [item["Key"] for item in s3.list_objects(Bucket="metrics")["Contents"]] == ["k"]
    assert "aws_states_open_execution_count" in scrape(server.endpoint)


def test_all_events_are_logged(states, logs, endpoint):
    """The messages are the history, in the form that AWS documents."""
    group = f"/aws/vendedlogs/states/{Names.next('group')}"
    arn = machine(states, CAUGHT, loggingConfiguration=logging(group, "ALL", True))
    execution = states.start_execution(stateMachineArn=arn, input='{"a":1}')["executionArn"]
    ended(states, execution)
    scrape(endpoint)
    events = logged(logs, group)
    name = arn.rsplit(":", 1)[1]
    assert all(
        re.fullmatch(rf"states/{name}/\d{{4}}(-\d\d){{4}}/[0-9a-f]{{8}}", event["logStreamName"]) for event in events
    )
    messages = [json.loads(event["message"]) for event in events]
    history = states.get_execution_history(executionArn=execution)["events"]
    assert [(int(m["id"]), m["type"], int(m["previous_event_id"])) for m in messages] == [
        (event["id"], event["type"], event["previousEventId"]) for event in history
    ]
    for event, message, told in zip(events, messages, history, strict=True):
        assert message["execution_arn"] == execution and message["redrive_count"] == "0"
        assert int(message["event_timestamp"]) == event["timestamp"]
        assert event["timestamp"] == round(told["timestamp"].timestamp() * 1000)
        details = next((value for key, value in told.items() if key.endswith("EventDetails")), {})
        assert message["details"] == details
    assert messages[0]["details"]["input"] == '{"a":1}'


@pytest.mark.parametrize(
    ("level", "types"),
    [
        ("ERROR", ["TaskFailed", "FailStateEntered", "ExecutionFailed"]),
        ("FATAL", ["ExecutionFailed"]),
        ("OFF", []),
    ],
)
def test_levels_of_an_express_machine(states, logs, endpoint, level, types):
    group = Names.next("group")
    logs.create_log_group(logGroupName=group)
    arn = machine(states, CAUGHT, type="EXPRESS", loggingConfiguration=logging(group, level, False))
    execution = states.start_sync_execution(stateMachineArn=arn, input='{"secret":1}')["executionArn"]
    scrape(endpoint)
    messages = [json.loads(event["message"]) for event in logged(logs, group)]
    assert [message["type"] for message in messages] == types
    assert all(message["execution_arn"] == execution for message in messages)
    assert "secret" not in json.dumps(messages)
    if types:
        assert messages[-1]["details"] == {"error": "E", "cause": "c"}


def test_a_changed_configuration_counts_from_the_next_event(states, logs, endpoint):
    group = Names.next("group")
    logs.create_log_group(logGroupName=group)
    arn = machine(states, loggingConfiguration={"level": "OFF"})
    ended(states, states.start_execution(stateMachineArn=arn)["executionArn"])
    states.update_state_machine(stateMachineArn=arn, loggingConfiguration=logging(group, "ALL", False))
    execution = states.start_execution(stateMachineArn=arn)["executionArn"]
    ended(states, execution)
    states.delete_state_machine(stateMachineArn=arn)
    scrape(endpoint)
    messages = [json.loads(event["message"]) for event in logged(logs, group)]
    assert [message["id"] for message in messages] == ["1", "2", "3", "4"]
    assert {message["execution_arn"] for message in messages} == {execution}


def test_what_is_no_log_destination(states):
    elsewhere = {"level": "ALL", "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": "group"}}]}
    refuses(
        states, "InvalidLoggingConfiguration", "CreateStateMachine", name="never", definition=CAUGHT,
        roleArn="arn:aws:iam::000000000000:role/r", loggingConfiguration=elsewhere,
    )  # fmt: skip


def test_tracing_is_accepted_with_a_word(serve, tmp_path):
    from states import Outcomes, client_of

    server = serve(tmp_path, "--data", tmp_path / "data", "--port", 0)
    arn = machine(client_of(server, Outcomes()), name="traced", tracingConfiguration={"enabled": True})
    assert arn.endswith(":traced")
    _, said = server.stop()
    assert "traced: tracing is enabled, but AWS X-Ray is not served here" in said
