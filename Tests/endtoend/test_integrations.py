"""SDK integrations against the same services by boto3: one state gives what the client gets, worded as AWS words it."""

import datetime
import io
import json
import zipfile

import pytest
from conftest import Server, ended

TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})
ECHO = "def handler(event, context):\n    return {'got': event}\n"


def worded(value):
    """A client's answer as Step Functions gives it: names with a capital, times as ISO 8601 text."""
    if isinstance(value, dict):
        return {name[0].upper() + name[1:]: worded(member) for name, member in value.items() if name != "ResponseMetadata"}
    if isinstance(value, list):
        return [worded(element) for element in value]
    if isinstance(value, datetime.datetime):
        text = value.astimezone(datetime.timezone.utc).isoformat(timespec="milliseconds")
        return text.replace(".000+00:00", "Z").replace("+00:00", "Z")
    return value


class Workflow:
    def __init__(self, server):
        self.states = server.client("stepfunctions")
        self.server = server
        self.count = 0

    def run(self, resource, **parameters):
        """One Task's execution, as `DescribeExecution` tells of it when it ended."""
        self.count += 1
        task = {"Type": "Task", "Resource": "arn:aws:states:::" + resource, "Parameters": parameters, "End": True}
        machine = self.states.create_state_machine(
            name=f"m{self.count}",
            definition=json.dumps({"StartAt": "T", "States": {"T": task}}),
            roleArn="arn:aws:iam::000000000000:role/r",
        )["stateMachineArn"]
        execution = self.states.start_execution(stateMachineArn=machine)["executionArn"]
        return ended(self.states, execution)

    def result(self, resource, **parameters):
        run = self.run(resource, **parameters)
        assert run["status"] == "SUCCEEDED", run.get("cause")
        return json.loads(run["output"])

    def error(self, resource, **parameters):
        run = self.run(resource, **parameters)
        assert run["status"] == "FAILED"
        return run["error"], run["cause"]


@pytest.fixture
def workflow(serve, tmp_path):
    return Workflow(serve(tmp_path, "--data", tmp_path / "data", "--port", 0))


def test_results_are_the_clients(workflow):
    s3, glue, iam = (workflow.server.client(name) for name in ("s3", "glue", "iam"))
    sns, logs, states = (workflow.server.client(name) for name in ("sns", "logs", "stepfunctions"))
    s3.create_bucket(Bucket="bkt")
    assert workflow.result("aws-sdk:s3:putObject", Bucket="bkt", Key="k.json", Body={"a": [1]})["ETag"]
    assert s3.get_object(Bucket="bkt", Key="k.json")["Body"].read() == b'{"a":[1]}'
    got = workflow.result("aws-sdk:s3:getObject", Bucket="bkt", Key="k.json")
    assert got["Body"] == '{"a":[1]}' and got["ContentLength"] == 9
    assert got["LastModified"] == worded(s3.head_object(Bucket="bkt", Key="k.json"))["LastModified"]
    listed = workflow.result("aws-sdk:s3:listObjectsV2", Bucket="bkt")
    wanted = worded(s3.list_objects_v2(Bucket="bkt"))["Contents"]
    assert [(one["Key"], one["Size"], one["ETag"], one["LastModified"]) for one in listed["Contents"]] == [
        (one["Key"], one["Size"], one["ETag"], one["LastModified"]) for one in wanted
    ]

    role = iam.create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    found = workflow.result("aws-sdk:iam:getRole", RoleName="r")["Role"]
    assert found["Arn"] == role and found["CreateDate"] == worded(iam.get_role(RoleName="r"))["Role"]["CreateDate"]

    arguments = {"--lower": "1", "Upper": "2"}
    glue.create_job(Name="j", Role=role, Command={"Name": "glueetl", "ScriptLocation": "s3://bkt/x.py"},
                    DefaultArguments=arguments)  # fmt: skip
    assert workflow.result("aws-sdk:glue:getJob", JobName="j")["Job"]["DefaultArguments"] == arguments
    glue.create_database(DatabaseInput={"Name": "d", "Parameters": {"lowerCase": "x"}})
    database = workflow.result("aws-sdk:glue:getDatabase", Name="d")["Database"]
    assert database["Parameters"] == {"lowerCase": "x"}
    assert database["CreateTime"] == worded(glue.get_database(Name="d"))["Database"]["CreateTime"]

    topic = workflow.result("aws-sdk:sns:createTopic", Name="t")["TopicArn"]
    assert workflow.result("aws-sdk:sns:listTopics") == worded({"Topics": sns.list_topics()["Topics"]})
    assert workflow.result("aws-sdk:sns:publish", TopicArn=topic, Message="m")["MessageId"]

    assert workflow.result("aws-sdk:cloudwatchlogs:createLogGroup", LogGroupName="/g") == {}
    groups = workflow.result("aws-sdk:cloudwatchlogs:describeLogGroups", LogGroupNamePrefix="/g")["LogGroups"]
    assert groups == worded(logs.describe_log_groups(logGroupNamePrefix="/g")["logGroups"])

    machine = states.list_state_machines()["stateMachines"][0]["stateMachineArn"]
    described = workflow.result("aws-sdk:sfn:describeStateMachine", StateMachineArn=machine)
    own = worded(states.describe_state_machine(stateMachineArn=machine))
    assert {name: described[name] for name in ("Name", "Definition", "CreationDate", "Type")} == {
        name: own[name] for name in ("Name", "Definition", "CreationDate", "Type")
    }


def test_functions_by_both_integrations(workflow):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("f.py", ECHO)
    workflow.server.client("lambda").create_function(
        FunctionName="f", Runtime="python3.12", Handler="f.handler", Role="arn:aws:iam::000000000000:role/r",
        Code={"ZipFile": archive.getvalue()},
    )  # fmt: skip
    optimized = workflow.result("lambda:invoke", FunctionName="f", Payload={"a": 1})
    assert optimized["Payload"] == {"got": {"a": 1}} and optimized["StatusCode"] == 200
    plain = workflow.result("aws-sdk:lambda:invoke", FunctionName="f", Payload={"a": 1})
    assert json.loads(plain["Payload"]) == {"got": {"a": 1}} and plain["StatusCode"] == 200
    found = workflow.result("aws-sdk:lambda:getFunction", FunctionName="f")
    assert found["Configuration"]["FunctionName"] == "f" and found["Configuration"]["MemorySize"] == 128


@pytest.mark.parametrize(
    "resource, parameters, name",
    [
        ("aws-sdk:glue:getJob", {"JobName": "none"}, "Glue.EntityNotFoundException"),
        ("glue:startJobRun", {"JobName": "none"}, "Glue.EntityNotFoundException"),
        ("aws-sdk:s3:getObject", {"Bucket": "none", "Key": "k"}, "S3.NoSuchBucketException"),
        ("aws-sdk:iam:getRole", {"RoleName": "none"}, "Iam.NoSuchEntityException"),
        ("aws-sdk:lambda:getFunction", {"FunctionName": "none"}, "Lambda.ResourceNotFoundException"),
        ("lambda:invoke", {"FunctionName": "none"}, "Lambda.ResourceNotFoundException"),
        ("aws-sdk:sns:getTopicAttributes", {"TopicArn": "arn:aws:sns:us-east-1:000000000000:none"},
         "Sns.NotFoundException"),
        ("aws-sdk:cloudwatchlogs:describeLogStreams", {"LogGroupName": "none"},
         "CloudWatchLogs.ResourceNotFoundException"),
        ("aws-sdk:sfn:describeExecution",
         {"ExecutionArn": "arn:aws:states:us-east-1:000000000000:execution:none:none"},
         "Sfn.ExecutionDoesNotExistException"),
        ("aws-sdk:glue:getJob", {"jobName": "none"}, "States.Runtime"),
    ],
)  # fmt: skip
def test_errors_by_their_names(shared_workflow, resource, parameters, name):
    error, cause = shared_workflow.error(resource, **parameters)
    assert error == name, cause


@pytest.fixture(scope="module")
def shared_workflow(tmp_path_factory):
    folder = tmp_path_factory.mktemp("errors")
    server = Server(folder, "--data", folder / "data", "--port", 0)
    yield Workflow(server)
    server.stop()
