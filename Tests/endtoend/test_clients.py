"""boto3 and the aws CLI against `etape up`: the seed's pipeline by API calls, and each protocol."""

import email
import email.policy
import io
import json
import subprocess
import zipfile

from conftest import CACHE, EXAMPLE, ended

ROLE = {"Version": "2012-10-17", "Statement": []}


def zipped(name, text):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, text)
    return buffer.getvalue()


def test_the_pipeline_by_api_calls(serve, tmp_path, smtp):
    """The same resources as the template's, made by boto3, and the notification arrives at a real mail server."""
    server = serve(
        tmp_path, "--data", tmp_path / "data", "--port", 0,
        "--smtp", f"smtp://127.0.0.1:{smtp.port}?from=etl@example.com",
    )  # fmt: skip
    s3, glue, iam = server.client("s3"), server.client("glue"), server.client("iam")
    functions, sns, states = server.client("lambda"), server.client("sns"), server.client("stepfunctions")

    bucket = "flights"
    s3.create_bucket(Bucket=bucket)
    for folder, prefix in (("data", "raw"), ("src", "scripts")):
        for file in (EXAMPLE / folder).iterdir():
            if file.is_file():
                s3.upload_file(str(file), bucket, f"{prefix}/{file.name}")
    role = iam.create_role(RoleName="etl", AssumeRolePolicyDocument=json.dumps(ROLE))["Role"]["Arn"]
    glue.create_database(DatabaseInput={"Name": "flights"})
    paths = {f"--{name.upper()}_PATH": f"s3://{bucket}/{name}/" for name in ("bronze", "silver", "gold", "rejects")}
    for number, step in enumerate(("extract", "transform", "load"), 1):
        glue.create_job(
            Name=step,
            Role=role,
            GlueVersion="5.0",
            Command={"Name": "glueetl", "ScriptLocation": f"s3://{bucket}/scripts/job{number}_{step}.py"},
            DefaultArguments={**paths, "--RAW_PATH": f"s3://{bucket}/raw/", "--DATABASE": "flights"},
        )
    topic = sns.create_topic(Name="told")["TopicArn"]
    pending = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ops@example.com", ReturnSubscriptionArn=True)
    assert smtp.arrived.acquire(timeout=60)
    confirmation = email.message_from_bytes(smtp.envelopes[0].content, policy=email.policy.default).get_content()
    token = confirmation.split("Token=")[1].split("&")[0].split()[0]
    sns.confirm_subscription(TopicArn=topic, Token=token)
    assert sns.list_subscriptions()["Subscriptions"][0]["SubscriptionArn"] == pending["SubscriptionArn"]
    function = functions.create_function(
        FunctionName="notify",
        Runtime="python3.12",
        Handler="lambda_function.lambda_handler",
        Role=role,
        Code={"ZipFile": zipped("lambda_function.py", (EXAMPLE / "lambda_function/lambda_function.py").read_text())},
        Environment={"Variables": {"TOPIC_ARN": topic}},
        Timeout=30,
    )["FunctionArn"]
    definition = (EXAMPLE / "step_function/etl_pipeline_workflow.json").read_text()
    for name, value in {
        "BucketName": bucket, "ExtractJob": "extract", "TransformJob": "transform", "LoadJob": "load",
        "NotifyFunction": function,
    }.items():  # fmt: skip
        definition = definition.replace("${" + name + "}", value)
    machine = states.create_state_machine(name="etl", definition=definition, roleArn=role)["stateMachineArn"]
    execution = ended(states, states.start_execution(stateMachineArn=machine, name="first")["executionArn"])
    assert execution["status"] == "SUCCEEDED", (execution.get("error"), execution.get("cause"))

    events = states.get_execution_history(executionArn=execution["executionArn"], maxResults=1000)["events"]
    assert [event["id"] for event in events] == list(range(1, len(events) + 1))
    assert [e["type"] for e in events].count("TaskSubmitted") == 3
    assert smtp.arrived.acquire(timeout=60)
    message = email.message_from_bytes(smtp.envelopes[1].content, policy=email.policy.default)
    assert message["To"] == "ops@example.com" and "SUCCEEDED" in message["Subject"]
    assert "6,099 rows" in message.get_content()

    run = glue.get_job_runs(JobName="load")["JobRuns"][0]
    assert run["JobRunState"] == "SUCCEEDED"
    tables = {table["Name"] for table in glue.get_tables(DatabaseName="flights")["TableList"]}
    assert {"silver_flights", "route_stats", "rejects"} <= tables
    logs = server.client("logs").get_log_events(
        logGroupName="/aws-glue/jobs/output", logStreamName=run["Id"], startFromHead=True
    )
    assert "events" in logs
    # A table of this pipeline lies in the bucket as plain files that S3's own API lists.
    listed = s3.list_objects_v2(Bucket=bucket, Prefix="gold/route_stats/")["Contents"]
    on_disk = tmp_path / "data" / "buckets" / bucket / "gold" / "route_stats"
    assert {o["Key"].rsplit("/", 1)[1] for o in listed} == {f.name for f in on_disk.iterdir()}
    assert not [f.name for f in on_disk.iterdir() if f.name.endswith(".crc")]
    assert server.stop() == (0, "")


def test_the_aws_cli(server, tmp_path):
    def aws(*arguments):
        result = subprocess.run(
            [str(CACHE / "test-python" / "bin" / "aws"), *arguments],
            capture_output=True,
            text=True,
            env={
                "AWS_ENDPOINT_URL": server.endpoint, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
                "AWS_DEFAULT_REGION": "us-east-1", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "AWS_PAGER": "",
            },
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
        return result.stdout

    assert json.loads(aws("sts", "get-caller-identity"))["Account"] == "000000000000"
    aws("s3", "mb", "s3://cli")
    (tmp_path / "up").mkdir()
    for name in ("a.txt", "b c.txt", "é.txt"):
        (tmp_path / "up" / name).write_text(name * 1000)
    aws("s3", "sync", str(tmp_path / "up"), "s3://cli/in/")
    aws("s3", "sync", "s3://cli/in/", str(tmp_path / "down"))
    assert {p.name: p.read_text() for p in (tmp_path / "down").iterdir()} == {
        p.name: p.read_text() for p in (tmp_path / "up").iterdir()
    }
    definition = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})
    arn = json.loads(
        aws("stepfunctions", "create-state-machine", "--name", "cli", "--definition", definition,
            "--role-arn", "arn:aws:iam::000000000000:role/r")
    )["stateMachineArn"]  # fmt: skip
    run = json.loads(aws("stepfunctions", "start-execution", "--state-machine-arn", arn, "--input", '{"n": 1}'))
    assert json.loads(aws("stepfunctions", "describe-execution", "--execution-arn", run["executionArn"]))["input"] == (
        '{"n": 1}'
    )
    topic = json.loads(aws("sns", "create-topic", "--name", "cli"))["TopicArn"]
    assert json.loads(aws("sns", "list-topics"))["Topics"] == [{"TopicArn": topic}]
    assert json.loads(aws("glue", "get-jobs"))["Jobs"] == []
    assert json.loads(aws("lambda", "list-functions"))["Functions"] == []


def test_tags_on_everything(server):
    s3, glue, sns = server.client("s3"), server.client("glue"), server.client("sns")
    states, iam, functions = server.client("stepfunctions"), server.client("iam"), server.client("lambda")
    role = iam.create_role(
        RoleName="r", AssumeRolePolicyDocument=json.dumps(ROLE), Tags=[{"Key": "team", "Value": "data"}]
    )["Role"]["Arn"]
    assert iam.list_role_tags(RoleName="r")["Tags"] == [{"Key": "team", "Value": "data"}]
    s3.create_bucket(Bucket="tagged")
    s3.put_bucket_tagging(Bucket="tagged", Tagging={"TagSet": [{"Key": "team", "Value": "data"}]})
    assert s3.get_bucket_tagging(Bucket="tagged")["TagSet"] == [{"Key": "team", "Value": "data"}]
    glue.create_job(
        Name="j", Role=role, Command={"Name": "glueetl", "ScriptLocation": "s3://tagged/j.py"}, Tags={"team": "data"}
    )
    assert glue.get_tags(ResourceArn="arn:aws:glue:us-east-1:000000000000:job/j")["Tags"] == {"team": "data"}
    topic = sns.create_topic(Name="t", Tags=[{"Key": "team", "Value": "data"}])["TopicArn"]
    assert sns.list_tags_for_resource(ResourceArn=topic)["Tags"] == [{"Key": "team", "Value": "data"}]
    machine = states.create_state_machine(
        name="m",
        roleArn=role,
        definition=json.dumps({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}),
        tags=[{"key": "team", "value": "data"}],
    )["stateMachineArn"]
    states.tag_resource(resourceArn=machine, tags=[{"key": "more", "value": "1"}])
    states.untag_resource(resourceArn=machine, tagKeys=["team"])
    assert states.list_tags_for_resource(resourceArn=machine)["tags"] == [{"key": "more", "value": "1"}]
    arn = functions.create_function(
        FunctionName="f",
        Runtime="python3.12",
        Handler="f.f",
        Role=role,
        Code={"ZipFile": zipped("f.py", "def f(event, context):\n    return event\n")},
        Tags={"team": "data"},
    )["FunctionArn"]
    assert functions.list_tags(Resource=arn)["Tags"] == {"team": "data"}
    answer = functions.invoke(FunctionName="f", Payload=b'{"a": [1, 2.5, "\xc3\xa9"]}')
    assert json.loads(answer["Payload"].read()) == {"a": [1, 2.5, "é"]}


def test_unserved_operations_are_refused_by_name(server):
    import botocore.exceptions
    import pytest

    with pytest.raises(botocore.exceptions.ClientError, match="RedriveExecution"):
        server.client("stepfunctions").redrive_execution(
            executionArn="arn:aws:states:us-east-1:000000000000:execution:m:e"
        )
    with pytest.raises(botocore.exceptions.ClientError, match="CreateCrawler"):
        server.client("glue").create_crawler(Name="c", Role="r", Targets={})


def test_objects_are_not_held_in_memory(server):
    """300 MB up and down: the server's peak memory grows by a fraction of that."""

    def peak():
        status = open(f"/proc/{server.process.pid}/status").read()
        return int(status.split("VmHWM:")[1].split()[0]) * 1024

    s3 = server.client("s3")
    s3.create_bucket(Bucket="large")
    s3.put_object(Bucket="large", Key="warm", Body=b"x" * 1_000_000)
    before, size = peak(), 300_000_000
    s3.put_object(Bucket="large", Key="big", Body=b"\x07" * size)
    total = sum(len(piece) for piece in s3.get_object(Bucket="large", Key="big")["Body"].iter_chunks(1 << 20))
    assert total == size
    assert peak() - before < size / 4
