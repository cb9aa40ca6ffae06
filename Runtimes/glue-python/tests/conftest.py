"""One Spark session for the suite, with a folder as the bucket s3://lake, and AWS faked in-process where asked for."""

import os
import shutil
import sys

import pytest

for name, value in {
    "PYSPARK_PYTHON": sys.executable,
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "SPARK_LOCAL_IP": "127.0.0.1",
}.items():
    os.environ[name] = value
os.environ.pop("AWS_ENDPOINT_URL", None)


@pytest.fixture(scope="session")
def bucket(tmp_path_factory):
    return tmp_path_factory.mktemp("lake")


@pytest.fixture(scope="session")
def glue_context(bucket):
    from pyspark.sql import SparkSession

    from awsglue.context import GlueContext

    conf = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.default.parallelism": "2",
        "spark.sql.session.timeZone": "UTC",
        "spark.hadoop.fs.s3.impl": "org.apache.hadoop.fs.viewfs.ViewFileSystemOverloadScheme",
        "spark.hadoop.fs.viewfs.overload.scheme.target.s3.impl": "org.apache.hadoop.fs.RawLocalFileSystem",
        "spark.hadoop.fs.viewfs.mounttable.lake.linkFallback": bucket.as_uri(),
        "spark.sql.warehouse.dir": str(bucket / "warehouse"),
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in conf.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield GlueContext(session.sparkContext)
    session.stop()


@pytest.fixture(scope="session")
def spark(glue_context):
    return glue_context.spark_session


@pytest.fixture
def folder(bucket):
    """A fresh folder of the bucket: (its local path, its s3 path)."""
    name = f"f{len(list(bucket.iterdir()))}"
    (bucket / name).mkdir()
    yield bucket / name, f"s3://lake/{name}/"
    shutil.rmtree(bucket / name)


@pytest.fixture
def frame(glue_context, spark):
    """frame(rows, schema): a DynamicFrame."""
    from awsglue.dynamicframe import DynamicFrame

    def make(rows, schema):
        return DynamicFrame.fromDF(spark.createDataFrame(rows, schema), glue_context, "frame")

    return make


@pytest.fixture
def aws(glue_context):
    """AWS by moto, with a database `db` in the Data Catalog and the bucket `lake`."""
    import boto3
    from moto import mock_aws

    with mock_aws():
        boto3.client("glue").create_database(DatabaseInput={"Name": "db"})
        boto3.client("s3").create_bucket(Bucket="lake")
        glue_context.catalog._client = None
        yield boto3
        glue_context.catalog._client = None


def rows(frame):
    """All records as dicts, in an order that does not depend on partitions."""
    frame = frame.toDF() if hasattr(frame, "toDF") and hasattr(frame, "glue_ctx") else frame
    return sorted((row.asDict(recursive=True) for row in frame.collect()), key=repr)
