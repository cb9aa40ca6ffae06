"""Map states in DISTRIBUTED mode and RedriveExecution, as boto3 sees them."""

import json
import subprocess
import time

import pytest
from conftest import CACHE, ended

ROLE = "arn:aws:iam::000000000000:role/r"


def machine(map_fields, states=None, execution_type="STANDARD"):
    processor = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": execution_type},
        "StartAt": "Item",
        "States": states or {"Item": {"Type": "Pass", "End": True}},
    }
    state = {"Type": "Map", "Label": "Rows", "ItemProcessor": processor, "End": True, **map_fields}
    return json.dumps({"StartAt": "Each", "States": {"Each": state}})


READER = {
    "Resource": "arn:aws:states:::s3:getObject",
    "Parameters": {"Bucket": "data", "Key": "rows.csv"},
    "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
}
WRITER = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "results", "Prefix": "runs"}}


def put_rows(server, count):
    s3 = server.client("s3")
    s3.create_bucket(Bucket="data")
    rows = "".join(f'{n},"name {n}, and more"\n' for n in range(count))
    s3.put_object(Bucket="data", Key="rows.csv", Body=("id,name\n" + rows).encode())
    return s3


def start(states, definition, name="rows", **more):
    arn = states.create_state_machine(name=name, definition=definition, roleArn=ROLE)["stateMachineArn"]
    return states.start_execution(stateMachineArn=arn, **more)["executionArn"]


def map_run(states, arn):
    (run,) = states.list_map_runs(executionArn=arn)["mapRuns"]
    return states.describe_map_run(mapRunArn=run["mapRunArn"])


@pytest.mark.parametrize("execution_type", ["STANDARD", "EXPRESS"])
def test_rows_of_a_file_become_executions_and_their_results_files(server, execution_type):
    s3, states = put_rows(server, 300), server.client("stepfunctions")
    s3.create_bucket(Bucket="results")
    definition = machine({"ItemReader": READER, "ResultWriter": WRITER}, execution_type=execution_type)
    arn = start(states, definition)
    found = ended(states, arn, seconds=60)
    assert found["status"] == "SUCCEEDED", found
    output = json.loads(found["output"])
    details = output["ResultWriterDetails"]
    manifest = json.loads(s3.get_object(**details)["Body"].read())
    assert manifest["MapRunArn"] == output["MapRunArn"]
    (file,) = manifest["ResultFiles"]["SUCCEEDED"]
    results = json.loads(s3.get_object(Bucket="results", Key=file["Key"])["Body"].read())
    assert sorted(int(json.loads(result["Output"])["id"]) for result in results) == list(range(300))
    assert json.loads(results[7]["Input"]) == {"id": "7", "name": "name 7, and more"}
    run = map_run(states, arn)
    assert (run["status"], run["itemCounts"]["succeeded"], run["executionCounts"]["resultsWritten"]) == (
        "SUCCEEDED",
        300,
        300,
    )
    pages = states.get_paginator("list_executions").paginate(mapRunArn=output["MapRunArn"])
    children = [child for page in pages for child in page["executions"]]
    assert len(children) == 300 and {child["itemCount"] for child in children} == {1}
    child = states.describe_execution(executionArn=children[0]["executionArn"])
    assert child["mapRunArn"] == output["MapRunArn"] and child["status"] == "SUCCEEDED"
    types = [event["type"] for event in states.get_execution_history(executionArn=arn)["events"]]
    assert types[2:6] == ["MapStateStarted", "MapRunStarted", "MapRunSucceeded", "MapStateSucceeded"]


def test_a_killed_server_carries_a_map_run_on(serve, tmp_path):
    arguments = (tmp_path, "--data", tmp_path / "data", "--port", 0)
    server = serve(*arguments)
    s3, states = put_rows(server, 60), server.client("stepfunctions")
    s3.create_bucket(Bucket="results")
    item = {"Item": {"Type": "Wait", "Seconds": 1, "End": True}}
    definition = machine({"ItemReader": READER, "ResultWriter": WRITER, "MaxConcurrency": 15}, item)
    arn = start(states, definition)
    until = time.monotonic() + 60
    while not (runs := states.list_map_runs(executionArn=arn)["mapRuns"]) or (
        done := states.list_executions(mapRunArn=runs[0]["mapRunArn"], statusFilter="SUCCEEDED")["executions"]
    ) == []:
        assert time.monotonic() < until
        time.sleep(0.05)  # a poll interval, as in conftest.ended
    server.kill()

    states = serve(*arguments).client("stepfunctions")
    found = ended(states, arn, seconds=60)
    assert found["status"] == "SUCCEEDED", found
    run = map_run(states, arn)
    assert run["executionCounts"]["succeeded"] == run["executionCounts"]["total"] == 60
    # What was done before stays as it was.
    for child in done:
        after = states.describe_execution(executionArn=child["executionArn"])
        assert after["stopDate"] == child["stopDate"]


def test_a_failed_map_run_is_redriven_where_it_failed(server):
    s3, states, sns = put_rows(server, 10), server.client("stepfunctions"), server.client("sns")
    item = {
        "Choose": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.id", "StringEquals": "3", "Next": "Tell"}],
            "Default": "Fine",
        },
        "Fine": {"Type": "Pass", "End": True},
        "Tell": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sns:publish",
            "Parameters": {"TopicArn": "arn:aws:sns:us-east-1:000000000000:news", "Message.$": "$.id"},
            "End": True,
        },
    }
    definition = json.loads(machine({"ItemReader": READER}, item))
    definition["States"]["Each"]["ItemProcessor"]["StartAt"] = "Choose"
    arn = start(states, json.dumps(definition))
    found = ended(states, arn, seconds=60)
    assert (found["status"], found["error"]) == ("FAILED", "States.ExceedToleratedFailureThreshold")
    assert found["redriveStatus"] == "REDRIVABLE"
    run = map_run(states, arn)
    (failed,) = states.list_executions(mapRunArn=run["mapRunArn"], statusFilter="FAILED")["executions"]
    child = states.describe_execution(executionArn=failed["executionArn"])
    assert child["redriveStatus"] == "REDRIVABLE_BY_MAP_RUN"
    with pytest.raises(states.exceptions.ExecutionNotRedrivable):
        states.redrive_execution(executionArn=failed["executionArn"])

    sns.create_topic(Name="news")
    states.redrive_execution(executionArn=arn, clientToken="once")
    states.redrive_execution(executionArn=arn, clientToken="once")
    found = ended(states, arn, seconds=60)
    assert (found["status"], found["redriveCount"]) == ("SUCCEEDED", 1)
    again = map_run(states, arn)
    assert (again["redriveCount"], again["executionCounts"]["succeeded"]) == (1, 10)
    redriven = states.list_executions(mapRunArn=run["mapRunArn"], redriveFilter="REDRIVEN")["executions"]
    assert failed["executionArn"] in [child["executionArn"] for child in redriven]
    types = [event["type"] for event in states.get_execution_history(executionArn=failed["executionArn"])["events"]]
    assert types[types.index("ExecutionRedriven") :][:3] == ["ExecutionRedriven", "TaskScheduled", "TaskStarted"]
    with pytest.raises(states.exceptions.ExecutionNotRedrivable, match="SUCCEEDED"):
        states.redrive_execution(executionArn=arn, clientToken="twice")


def test_parquet_is_read(server, tmp_path):
    table = "pyarrow.table({'id': [1, 2], 'name': ['a', None]})"
    program = f"import pyarrow, pyarrow.parquet; pyarrow.parquet.write_table({table}, 'rows.parquet')"
    subprocess.run([CACHE / "python/bin/python3", "-c", program], cwd=tmp_path, check=True)
    s3, states = server.client("s3"), server.client("stepfunctions")
    s3.create_bucket(Bucket="data")
    s3.upload_file(tmp_path / "rows.parquet", "data", "rows.csv")
    reader = {**READER, "ReaderConfig": {"InputType": "PARQUET"}}
    found = ended(states, start(states, machine({"ItemReader": reader})), seconds=60)
    assert json.loads(found["output"]) == [{"id": 1, "name": "a"}, {"id": 2, "name": None}]
