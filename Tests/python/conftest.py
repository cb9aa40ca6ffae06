"""What the tests share: AWS by moto on a loopback port, and a folder for the bucket s3://lake."""

import os

import pytest

os.environ.update(AWS_DEFAULT_REGION="us-east-1", AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
os.environ.pop("AWS_ENDPOINT_URL", None)


@pytest.fixture(scope="session")
def endpoint():
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def clients(endpoint):
    """clients("glue"): a boto3 client of the moto server."""
    import boto3

    def client(service):
        return boto3.client(service, endpoint_url=endpoint)

    client("s3").create_bucket(Bucket="lake")
    return client


@pytest.fixture(scope="session")
def bucket(tmp_path_factory):
    return tmp_path_factory.mktemp("lake")
