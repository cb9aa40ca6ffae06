"""Tells people how a run of the pipeline ended, through the SNS topic of TOPIC_ARN.

Event
  outcome       "SUCCEEDED" or "FAILED"
  pipeline      name of the state machine
  execution     name of the execution
  started       when it started, ISO 8601
  metrics_path  folder (s3://bucket/metrics/NAME/) where each job that ended has left its figures as JSON
  jobs          {"extract": {"job", "run", "seconds"}, "transform": …, "load": …}: those that succeeded
  error         of a failed run: {"Error", "Cause"}; for a failed job the cause is the job run as JSON

One publish carries three texts: a subject line, a message to read (email), and a short one (SMS). The same facts are
returned, so that the execution's output has them.
"""

import json
import os
from datetime import datetime, timezone
from urllib.parse import urlparse

import boto3
from botocore.exceptions import ClientError

STEPS = {"extract": "job1_extract", "transform": "job2_transform", "load": "job3_load"}
SUBJECT_LENGTH = 100
SMS_LENGTH = 140
CAUSE_LENGTH = 1500

s3 = boto3.client("s3")
sns = boto3.client("sns")


def lambda_handler(event, context):
    report = Report(event, read_metrics(event["metrics_path"], event.get("jobs", {})))
    texts = {"default": report.message(), "email": report.message(), "sms": report.sms()}
    sent = sns.publish(
        TopicArn=os.environ["TOPIC_ARN"],
        Subject=report.subject(),
        Message=json.dumps(texts),
        MessageStructure="json",
        MessageAttributes={"outcome": {"DataType": "String", "StringValue": report.outcome}},
    )
    return {"message_id": sent["MessageId"], "subject": report.subject(), **report.figures()}


def read_metrics(path, jobs):
    """The figures of each job that succeeded in this run; a job without figures is left out."""
    place = urlparse(path)
    found = {}
    for step in (step for step in STEPS if step in jobs):
        try:
            key = f"{place.path.lstrip('/')}{STEPS[step]}.json"
            found[step] = json.loads(s3.get_object(Bucket=place.netloc, Key=key)["Body"].read())
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("NoSuchKey", "404"):
                raise
    return found


def plural(count, noun):
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def spoken(seconds):
    """18 s, 4 min 5 s, 1 h 2 min."""
    seconds = round(seconds)
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60} s"
    return f"{seconds // 3600} h {seconds % 3600 // 60} min"


def cut(text, length):
    return text if len(text) <= length else text[: length - 3] + "..."


class Report:
    """What is said about one run."""

    def __init__(self, event, metrics):
        self.outcome = event["outcome"]
        self.pipeline = event["pipeline"]
        self.execution = event["execution"]
        self.started = event["started"]
        self.jobs = event.get("jobs", {})
        self.metrics = metrics
        begun = datetime.fromisoformat(event["started"].replace("Z", "+00:00"))
        self.seconds = max(0.0, (datetime.now(timezone.utc) - begun).total_seconds())
        self.error, self.cause = explained(event.get("error") or {})

    @property
    def succeeded(self):
        return self.outcome == "SUCCEEDED"

    @property
    def failed_job(self):
        """The first step without a result is the one that failed."""
        return next((STEPS[step] for step in STEPS if step not in self.jobs), "notification")

    def figures(self):
        """Rows of the whole run: read from the raw files, in the tables served, and rejected on the way."""
        read, load = self.metrics.get("extract"), self.metrics.get("load")
        return {
            "outcome": self.outcome,
            "rows_in": read["rows_in"] if read else None,
            "rows_out": load["rows_out"] if load else None,
            "rows_rejected": sum(job["rows_rejected"] for job in self.metrics.values()),
            "seconds": round(self.seconds, 1),
        }

    def flights(self):
        table = self.metrics.get("transform", {}).get("tables", {}).get("flights")
        return plural(table["rows_out"], "flight") if table else "done"

    def subject(self):
        """One line of ASCII, as SNS asks of a subject."""
        if self.succeeded:
            text = f"{self.pipeline} SUCCEEDED: {self.flights()} in {spoken(self.seconds)}"
        else:
            text = f"{self.pipeline} FAILED in {self.failed_job}: {self.cause}"
        line = " ".join(text.encode("ascii", "replace").decode().split())
        return cut("".join(c for c in line if c.isprintable()), SUBJECT_LENGTH)

    def sms(self):
        if self.succeeded:
            gone = self.figures()["rows_rejected"]
            text = f"{self.pipeline} OK: {self.flights()} in {spoken(self.seconds)}, {plural(gone, 'row')} rejected"
        else:
            text = f"{self.pipeline} FAILED in {self.failed_job}: {self.cause}"
        return cut(" ".join(text.split()), SMS_LENGTH)

    def message(self):
        head = [
            f"{self.pipeline}: {'the run succeeded' if self.succeeded else f'the run failed in {self.failed_job}'}"
            f" after {spoken(self.seconds)}.",
            "",
            f"Run:     {self.execution}",
            f"Started: {self.started}",
        ]
        if not self.succeeded:
            head += ["", f"Error: {self.error}", f"Cause: {cut(self.cause, CAUSE_LENGTH)}"]
        return "\n".join([*head, "", *self.steps(), *self.rejects(), *self.outputs()]) + "\n"

    def steps(self):
        """A line for each job."""
        for step, name in STEPS.items():
            if step not in self.jobs:
                yield f"{name:15} {'FAILED' if name == self.failed_job else 'not run'}"
                continue
            line = f"{name:15} succeeded in {spoken(self.jobs[step]['seconds'])}"
            job = self.metrics.get(step)
            if job:
                line += f": {job['rows_in']:,} rows in, {job['rows_out']:,} out, {job['rows_rejected']:,} rejected"
            yield line

    def rejects(self):
        tables = self.metrics.get("transform", {}).get("tables", {})
        lines = [
            f"  {table}: {count:,} {reason}"
            for table, figures in tables.items()
            for reason, count in figures["reasons"].items()
        ]
        return ["", "Rejected rows:", *lines] if lines else []

    def outputs(self):
        load = self.metrics.get("load")
        if not load:
            return []
        lines = [f"  {table}: {plural(figures['rows_out'], 'row')}" for table, figures in load["tables"].items()]
        return ["", f"Loaded into {' and '.join(load['loaded_into'])}:", *lines]


def explained(error):
    """Error name and cause in words: of a failed job run, its own error message."""
    cause = error.get("Cause") or "no cause given"
    try:
        run = json.loads(cause)
    except ValueError:
        run = None
    if isinstance(run, dict):
        cause = run.get("ErrorMessage") or run.get("errorMessage") or f"job run {run.get('JobRunState', 'ended')}"
    return error.get("Error", "unknown"), cause
