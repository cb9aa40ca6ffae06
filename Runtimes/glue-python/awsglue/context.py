"""GlueContext: where a script's reads and writes start."""

import json
import warnings

from pyspark.sql import DataFrame, SparkSession, SQLContext

from awsglue import formats, jdbc, purge
from awsglue.catalog import Catalog
from awsglue.data_sink import DataSink
from awsglue.data_source import DataSource
from awsglue.dynamicframe import DynamicFrame, DynamicFrameCollection, DynamicFrameReader, DynamicFrameWriter
from awsglue.logger import GlueLogger
from awsglue.refusal import refuse

__all__ = ["GlueContext"]


class GlueContext(SQLContext):
    """`GlueContext(SparkContext.getOrCreate())`; also a SQLContext, as in Glue."""

    def __init__(self, sparkContext, **options):
        session = SparkSession.builder.getOrCreate()
        if session.sparkContext is not sparkContext:
            session = SparkSession(sparkContext)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            super().__init__(sparkContext, session)
        self.spark_session = session
        self.catalog = Catalog(self)
        self.create_dynamic_frame = DynamicFrameReader(self)
        self.create_data_frame = DataFrameReader(self)
        self.write_dynamic_frame = DynamicFrameWriter(self)
        self.write_data_frame = DataFrameWriter(self)

    def get_logger(self):
        return GlueLogger()

    # -- reading

    def getSource(self, connection_type, transformation_ctx="", push_down_predicate="", **options):
        return DataSource(self, connection_type, options, transformation_ctx, push_down_predicate)

    def create_dynamic_frame_from_rdd(self, data, name, schema=None, sample_ratio=None, transformation_ctx=""):
        frame = self.spark_session.createDataFrame(data, schema, sample_ratio)
        return DynamicFrame(frame, self, name)

    def create_dynamic_frame_from_options(
        self, connection_type, connection_options=None, format=None, format_options=None, transformation_ctx="",
        push_down_predicate="", **kwargs,
    ):  # fmt: skip
        """A frame over files (`s3`, `file`) or a database table (`postgresql` … or `jdbc`)."""
        if kwargs:
            refuse(f"from_options argument {', '.join(sorted(kwargs))}")
        options = _options(connection_options)
        if connection_type in ("s3", "file"):
            frame = formats.read(self.spark_session, format, options, _options(format_options))
        elif connection_type in jdbc.TYPES:
            frame = jdbc.read(self, connection_type, options)
        else:
            refuse(f"the connection type '{connection_type}'")
        frame = frame.where(push_down_predicate) if push_down_predicate else frame
        return DynamicFrame(frame, self, transformation_ctx)

    def create_dynamic_frame_from_catalog(
        self, database, table_name=None, redshift_tmp_dir="", transformation_ctx="", push_down_predicate="",
        additional_options=None, catalog_id=None, **kwargs,
    ):  # fmt: skip
        """A frame over a table of the Data Catalog."""
        database, table_name = kwargs.pop("name_space", database), table_name or kwargs.pop("tableName", None)
        if kwargs:
            refuse(f"from_catalog argument {', '.join(sorted(kwargs))}")
        if not database or not table_name:
            raise ValueError("from_catalog needs database and table_name")
        options = _options(additional_options)
        frame = self.catalog.read(database, table_name, push_down_predicate, options, catalog_id)
        return DynamicFrame(frame, self, transformation_ctx)

    def create_data_frame_from_options(
        self, connection_type, connection_options=None, format=None, format_options=None, transformation_ctx="", **kwargs
    ):
        return self.create_dynamic_frame_from_options(
            connection_type, connection_options, format, format_options, transformation_ctx, **kwargs
        ).toDF()

    def create_data_frame_from_catalog(
        self, database, table_name, transformation_ctx="", additional_options=None, push_down_predicate="", **kwargs
    ):
        return self.create_dynamic_frame_from_catalog(
            database, table_name, "", transformation_ctx, push_down_predicate, additional_options, **kwargs
        ).toDF()

    # -- writing

    def getSink(self, connection_type, format=None, transformation_ctx="", **options):
        sink = DataSink(self, connection_type, options)
        if format:
            sink.setFormat(format)
        return sink

    def write_dynamic_frame_from_options(
        self, frame, connection_type, connection_options=None, format=None, format_options=None, transformation_ctx=""
    ):
        """Adds the frame's rows to files or to a database table."""
        return self.write_from_options(
            frame, connection_type, connection_options, format, format_options, transformation_ctx
        )

    def write_from_options(
        self, frame_or_dfc, connection_type, connection_options=None, format=None, format_options=None,
        transformation_ctx="",
    ):  # fmt: skip
        sink = self.getSink(connection_type, **_options(connection_options))
        sink.setFormat(format, **_options(format_options))
        return sink.write(_frame(self, frame_or_dfc))

    def write_dynamic_frame_from_catalog(
        self, frame, database, table_name=None, redshift_tmp_dir="", transformation_ctx="", additional_options=None,
        catalog_id=None, **kwargs,
    ):  # fmt: skip
        """Adds the frame's rows to a table of the Data Catalog."""
        database, table_name = kwargs.pop("name_space", database), table_name or kwargs.pop("tableName", None)
        if kwargs:
            refuse(f"write from_catalog argument {', '.join(sorted(kwargs))}")
        if not database or not table_name:
            raise ValueError("write from_catalog needs database and table_name")
        frame = _frame(self, frame)
        self.catalog.write(frame.toDF(), database, table_name, _options(additional_options), catalog_id)
        return frame

    def write_dynamic_frame_from_jdbc_conf(
        self, frame, catalog_connection, connection_options=None, redshift_tmp_dir="", transformation_ctx="", catalog_id=None
    ):
        """Adds the frame's rows to the table `dbtable` of `database`, through a Glue connection."""
        conf = self.extract_jdbc_conf(catalog_connection, catalog_id)
        options = {"url": conf["fullUrl"], "user": conf["user"], "password": conf["password"]}
        options |= _options(connection_options)
        frame = _frame(self, frame)
        jdbc.write(self, conf["vendor"], frame.toDF(), options)
        return frame

    def write_from_jdbc_conf(
        self, frame_or_dfc, catalog_connection, connection_options=None, redshift_tmp_dir="", transformation_ctx="",
        catalog_id=None,
    ):  # fmt: skip
        return self.write_dynamic_frame_from_jdbc_conf(
            frame_or_dfc, catalog_connection, connection_options, redshift_tmp_dir, transformation_ctx, catalog_id
        )

    # -- connections and files

    def extract_jdbc_conf(self, connection_name, catalog_id=None):
        """What a Glue connection of type JDBC says, password included: keep it out of logs."""
        given = {"CatalogId": catalog_id} if catalog_id else {}
        connection = self.catalog.client.get_connection(Name=connection_name, **given)["Connection"]
        properties = connection.get("ConnectionProperties", {})
        full = properties.get("JDBC_CONNECTION_URL")
        if not full:
            raise ValueError(f"connection '{connection_name}' is not of type JDBC")
        user, password = _credentials(properties)
        return {
            "enforceSSL": properties.get("JDBC_ENFORCE_SSL", "false"),
            "skipCustomJDBCCertValidation": properties.get("SKIP_CUSTOM_JDBC_CERT_VALIDATION", "false"),
            "customJDBCCert": properties.get("CUSTOM_JDBC_CERT", ""),
            "customJDBCCertString": properties.get("CUSTOM_JDBC_CERT_STRING", ""),
            "user": user,
            "password": password,
            "url": full.rsplit("/", 1)[0] if full.count("/") > 2 else full,
            "fullUrl": full,
            "vendor": full.split(":")[1],
        }

    def purge_s3_path(self, s3_path, options=None, transformation_ctx="", catalog_id=None):
        """Deletes what lies under a path and is older than `retentionPeriod` hours (168 if not said)."""
        purge.purge(s3_path, options)

    def transition_s3_path(self, *_, **__):
        refuse("GlueContext.transition_s3_path")

    def transition_table(self, *_, **__):
        refuse("GlueContext.transition_table")

    def purge_table(self, *_, **__):
        refuse("GlueContext.purge_table")

    def forEachBatch(self, *_, **__):
        refuse("GlueContext.forEachBatch")

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        refuse(f"GlueContext.{name}")


class DataFrameReader:
    """`glue_context.create_data_frame`."""

    def __init__(self, context):
        self._context = context

    def from_options(self, *args, **kwargs):
        return self._context.create_data_frame_from_options(*args, **kwargs)

    def from_catalog(self, *args, **kwargs):
        return self._context.create_data_frame_from_catalog(*args, **kwargs)


class DataFrameWriter:
    """`glue_context.write_data_frame`."""

    def __init__(self, context):
        self._context = context

    def from_options(self, frame, *args, **kwargs):
        return self._context.write_dynamic_frame_from_options(frame, *args, **kwargs)

    def from_catalog(self, frame, *args, **kwargs):
        return self._context.write_dynamic_frame_from_catalog(frame, *args, **kwargs)


def _options(options):
    """Options as a dict; generated scripts also pass them as JSON text."""
    if isinstance(options, str):
        return json.loads(options) if options.strip() else {}
    return dict(options or {})


def _frame(context, frame):
    if isinstance(frame, DataFrame):
        return DynamicFrame(frame, context)
    if isinstance(frame, (DynamicFrame, DynamicFrameCollection)):
        return frame
    raise TypeError(f"expected a DynamicFrame or a DataFrame, not {type(frame).__name__}")


def _credentials(properties):
    secret = properties.get("SECRET_ID")
    if not secret:
        return properties.get("USERNAME", ""), properties.get("PASSWORD", "")
    import boto3

    text = boto3.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"]
    return json.loads(text)["username"], json.loads(text)["password"]
