"""A boto3 client of Step Functions that remembers which operations were called, and what they answered."""

import pathlib

import boto3
import pytest
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

ROLE = "arn:aws:iam::000000000000:role/states"
ARN = "arn:aws:states:us-east-1:000000000000:"
PASS = '{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}'
WAIT = '{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"End":true}}}'
KEY = "arn:aws:kms:us-east-1:000000000000:key/4d7a1a0c-0000-4000-8000-000000000000"

MODULES = sorted(file.name for file in pathlib.Path(__file__).parent.glob("test_states_*.py"))


class Outcomes:
    """Operation → `ok` and the codes of the errors that the server really answered."""

    def __init__(self):
        self.seen = {}

    def watch(self, client):
        client.meta.events.register("after-call.sfn", self.note)
        return client

    def note(self, model, parsed, **_):
        self.seen.setdefault(model.name, set()).add(parsed.get("Error", {}).get("Code", "ok"))


def client_of(server, outcomes):
    return outcomes.watch(
        boto3.client(
            "stepfunctions",
            endpoint_url=server.endpoint,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            # `sync-` before the host is for AWS's names.
            config=Config(
                retries={"total_max_attempts": 1},
                read_timeout=300,
                inject_host_prefix=False,
                max_pool_connections=20,
            ),
        )
    )


def documented():
    """Operation → the exceptions that botocore's model names, in the model's order."""
    model = boto3.client("stepfunctions", region_name="us-east-1").meta.service_model
    return {
        name: [shape.name for shape in model.operation_model(name).error_shapes]
        for name in model.operation_names
    }


def refuses(states, code, operation, **parameters):
    """Calls, expects that error, and gives its message."""
    with pytest.raises(ClientError) as raised:
        getattr(states, xform_name(operation))(**parameters)
    assert raised.value.response["Error"]["Code"] == code, raised.value
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    return raised.value.response["Error"]["Message"]


class Names:
    """Names that no other test uses."""

    count = 0

    @classmethod
    def next(cls, prefix):
        cls.count += 1
        return f"{prefix}{cls.count}"


def machine(states, definition=PASS, **options):
    options.setdefault("name", Names.next("machine"))
    return states.create_state_machine(definition=definition, roleArn=ROLE, **options)["stateMachineArn"]


def task_of(activity, *, then=None):
    """A machine whose first state is an activity's task."""
    import json

    first = {"Type": "Task", "Resource": activity, **({"Next": "Then"} if then else {"End": True})}
    return json.dumps({"StartAt": "A", "States": {"A": first, **({"Then": then} if then else {})}})
