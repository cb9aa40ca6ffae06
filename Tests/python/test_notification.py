"""The function that tells people: what it reads, and what it sends."""

import importlib.util
import json
from datetime import datetime, timedelta, timezone

import boto3
import pytest
from moto import mock_aws
from pipeline import PROJECT

JOBS = {
    "extract": {"job": "job1", "run": "jr_1", "seconds": 5},
    "transform": {"job": "job2", "run": "jr_2", "seconds": 72},
    "load": {"job": "job3", "run": "jr_3", "seconds": 3},
}
METRICS = {
    "job1_extract": {"rows_in": 1000, "rows_out": 1000, "rows_rejected": 0, "tables": {}},
    "job2_transform": {
        "rows_in": 1000, "rows_out": 990, "rows_rejected": 10,
        "tables": {
            "flights": {"rows_in": 900, "rows_out": 893, "rows_rejected": 7, "reasons": {"invalid_time": 7}},
            "weather": {"rows_in": 100, "rows_out": 97, "rows_rejected": 3, "reasons": {"invalid_number": 3}},
        },
    },
    "job3_load": {
        "rows_in": 893, "rows_out": 42, "rows_rejected": 0, "tables": {"route_stats": {"rows_out": 42}},
        "loaded_into": ["Data Catalog database flights"],
    },
}  # fmt: skip


@pytest.fixture
def notify(monkeypatch):
    """notify(event, metrics): (what the function gives, the message as its subscribers get it)."""
    with mock_aws():
        s3, sns, sqs = (boto3.client(name) for name in ("s3", "sns", "sqs"))
        s3.create_bucket(Bucket="lake")
        topic = sns.create_topic(Name="t")["TopicArn"]
        queue = sqs.create_queue(QueueName="q")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        monkeypatch.setenv("TOPIC_ARN", topic)
        spec = importlib.util.spec_from_file_location("notify", PROJECT / "lambda_function" / "lambda_function.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        published = {}
        publish = module.sns.publish
        monkeypatch.setattr(module.sns, "publish", lambda **given: published.update(given) or publish(**given))

        def send(event, metrics):
            for name, figures in metrics.items():
                s3.put_object(Bucket="lake", Key=f"metrics/run/{name}.json", Body=json.dumps(figures))
            started = (datetime.now(timezone.utc) - timedelta(seconds=95)).isoformat().replace("+00:00", "Z")
            base = {"pipeline": "flights-etl", "execution": "run", "started": started, "metrics_path": "s3://lake/metrics/run/"}
            answer = module.lambda_handler({**base, **event}, None)
            received = sqs.receive_message(QueueUrl=queue)["Messages"]
            assert json.loads(received[0]["Body"])["Subject"] == published["Subject"]
            return answer, {"subject": published["Subject"], **json.loads(published["Message"])}

        yield send


def test_success_says_rows_of_every_step_and_where_they_went(notify):
    answer, sent = notify({"outcome": "SUCCEEDED", "jobs": JOBS}, METRICS)
    assert sent["subject"] == "flights-etl SUCCEEDED: 893 flights in 1 min 35 s"
    for line in (
        "flights-etl: the run succeeded after 1 min 35 s.",
        "job1_extract    succeeded in 5 s: 1,000 rows in, 1,000 out, 0 rejected",
        "job2_transform  succeeded in 1 min 12 s: 1,000 rows in, 990 out, 10 rejected",
        "  flights: 7 invalid_time",
        "  weather: 3 invalid_number",
        "Loaded into Data Catalog database flights:",
        "  route_stats: 42 rows",
    ):
        assert line in sent["email"].splitlines()
    assert sent["sms"] == "flights-etl OK: 893 flights in 1 min 35 s, 10 rows rejected"
    assert sent["default"] == sent["email"]
    assert (answer["rows_in"], answer["rows_out"], answer["rows_rejected"]) == (1000, 42, 10)


def test_failure_says_which_job_and_why(notify):
    run = {"JobName": "flights-etl-job2", "JobRunState": "FAILED", "ErrorMessage": "ValueError: airlines: bad é\nrow"}
    error = {"Error": "States.TaskFailed", "Cause": json.dumps(run)}
    jobs = {"extract": JOBS["extract"]}
    answer, sent = notify({"outcome": "FAILED", "jobs": jobs, "error": error}, {"job1_extract": METRICS["job1_extract"]})
    assert sent["subject"] == "flights-etl FAILED in job2_transform: ValueError: airlines: bad ? row"
    lines = sent["email"].splitlines()
    assert "flights-etl: the run failed in job2_transform after 1 min 35 s." in lines
    assert "Error: States.TaskFailed" in lines and "Cause: ValueError: airlines: bad é" in lines
    assert "job1_extract    succeeded in 5 s: 1,000 rows in, 1,000 out, 0 rejected" in lines
    assert "job2_transform  FAILED" in lines and "job3_load       not run" in lines
    assert (answer["rows_in"], answer["rows_out"]) == (1000, None)


def test_long_causes_are_cut_where_the_medium_ends(notify):
    error = {"Error": "Glue.InvalidInputException", "Cause": "x" * 5000}
    _, sent = notify({"outcome": "FAILED", "jobs": {}, "error": error}, {})
    assert len(sent["subject"]) == 100 and sent["subject"].startswith("flights-etl FAILED in job1_extract: xxx")
    assert len(sent["sms"]) == 140 and sent["sms"].endswith("...")
    assert len(sent["email"]) < 2500


def test_a_job_without_figures_is_still_reported(notify):
    _, sent = notify({"outcome": "SUCCEEDED", "jobs": JOBS}, {})
    assert sent["subject"] == "flights-etl SUCCEEDED: done in 1 min 35 s"
    assert "job1_extract    succeeded in 5 s" in sent["email"].splitlines()


def test_figures_that_may_not_be_read_are_an_error(notify):
    with pytest.raises(Exception, match="NoSuchBucket"):
        notify({"outcome": "SUCCEEDED", "jobs": JOBS, "metrics_path": "s3://elsewhere/run/"}, {})
