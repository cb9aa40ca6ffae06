"""Job 3, load: the silver flights -> four gold tables, the Data Catalog and, when a connection is given, PostgreSQL.

Arguments
  --SILVER_PATH      folder of the silver table `flights`
  --GOLD_PATH        folder of the gold tables, one subfolder each; replaced by every run
  --REJECTS_PATH     folder of the rejects table (only registered here)
  --DATABASE         the Data Catalog's database that the tables are registered in
  --METRICS_PATH     folder that receives job3_load.json: rows of each table
  --CONNECTION_NAME  optional: a Glue connection (JDBC) to the PostgreSQL database that receives the gold tables
  --JDBC_URL         optional, instead of a connection: jdbc:postgresql://host:5432/database
  --JDBC_USER        optional, with --JDBC_URL: the user, when it is neither in the URL nor in the secret
  --JDBC_SECRET      optional, with --JDBC_URL: name of a Secrets Manager secret {"username": …, "password": …}
  --JDBC_SCHEMA      optional, default public: the schema of the tables; made when missing

A rerun leaves the same rows: gold folders are replaced, catalog tables are updated in place, and PostgreSQL's tables
are filled from staging tables in one transaction, so that readers see the old rows or the new ones, never half.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from urllib.parse import unquote, urlparse

import boto3
from awsglue.context import GlueContext
from awsglue.job import Job
from awsglue.utils import getResolvedOptions
from pyspark.context import SparkContext
from pyspark.sql import Observation
from pyspark.sql import functions as F

OPTIONAL = ("CONNECTION_NAME", "JDBC_URL", "JDBC_USER", "JDBC_SECRET", "JDBC_SCHEMA")
PARQUET = {
    "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
    "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
    "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"},
}


def counts():
    """Measures that every gold table has. All averages come from whole numbers: no rounding depends on the order."""
    departed = ~F.col("is_cancelled")
    return [
        F.count(F.lit(1)).alias("flights"),
        F.count_if(F.col("is_cancelled")).alias("cancelled"),
        F.count_if(F.col("is_diverted")).alias("diverted"),
        F.count_if(F.col("arr_delay") < 15).alias("on_time"),
        F.round(100 * F.count_if(F.col("arr_delay") < 15) / F.count_if(departed), 1).alias("on_time_percent"),
        F.round(F.avg("dep_delay"), 2).alias("avg_dep_delay"),
        F.round(F.avg("arr_delay"), 2).alias("avg_arr_delay"),
        F.sum("total_delay").alias("total_delay"),
    ]


def daily_carrier_performance(flights):
    """Each carrier on each day."""
    return flights.groupBy("flight_date", "carrier", "airline").agg(
        *counts(), F.max("arr_delay").alias("max_arr_delay"), F.sum("distance").alias("distance_miles")
    )


def airport_delays(flights):
    """Each airport of departure by weekday (1 = Monday) and scheduled hour."""
    return flights.groupBy("origin", "origin_name", "weekday", "hour").agg(
        *counts(), F.count_if(F.col("dep_delay") >= 15).alias("departed_late"), F.max("dep_delay").alias("max_dep_delay")
    )


def route_stats(flights):
    """Each route, with the mean speed over its flown miles."""
    flown = F.when(F.col("air_time").isNotNull(), F.col("distance"))
    return flights.groupBy("origin", "dest", "dest_name").agg(
        *counts(),
        F.countDistinct("carrier").alias("carriers"),
        F.max("distance").alias("distance"),
        F.round(F.avg("air_time"), 1).alias("avg_air_time"),
        F.round(F.sum(flown) * 60 / F.sum("air_time"), 1).alias("avg_speed_mph"),
    )


def weather_impact(flights):
    """Flights by what the weather at the airport was in the hour of departure."""
    wind = (
        F.when(F.col("wind_speed").isNull(), "unknown")
        .when(F.col("wind_speed") < 10, "under 10 mph")
        .when(F.col("wind_speed") < 20, "10 to 20 mph")
        .when(F.col("wind_speed") < 30, "20 to 30 mph")
        .otherwise("30 mph and more")
    )
    visibility = (
        F.when(F.col("visib").isNull(), "unknown")
        .when(F.col("visib") < 1, "under 1 mile")
        .when(F.col("visib") < 5, "1 to 5 miles")
        .otherwise("5 miles and more")
    )
    rain = F.when(F.col("precip").isNull(), "unknown").when(F.col("precip") > 0, "yes").otherwise("no")
    return flights.groupBy(
        wind.alias("wind"), visibility.alias("visibility"), rain.alias("precipitation")
    ).agg(*counts(), F.count_if(F.col("dep_delay") >= 15).alias("departed_late"))


GOLD = {
    "daily_carrier_performance": (daily_carrier_performance, ["flight_date", "carrier"]),
    "airport_delays": (airport_delays, ["origin", "weekday", "hour"]),
    "route_stats": (route_stats, ["origin", "dest"]),
    "weather_impact": (weather_impact, ["wind", "visibility", "precipitation"]),
}


def write_gold(flights, path, name):
    """Writes one gold table as one sorted file; returns the rows written."""
    build, keys = GOLD[name]
    written = Observation(name)
    table = build(flights).coalesce(1).sortWithinPartitions(*keys).observe(written, F.count(F.lit(1)).alias("rows"))
    table.write.mode("overwrite").parquet(f"{path}{name}/")
    return written.get["rows"]


class Catalog:
    """The Data Catalog's database that the tables are registered in."""

    def __init__(self, database):
        self.glue = boto3.client("glue")
        self.database = database

    def register(self, name, table, location, partition_keys=()):
        """Creates the table over a Parquet folder, or updates it in place."""
        columns = [{"Name": f.name, "Type": f.dataType.simpleString()} for f in table.schema]
        storage = {"Columns": [c for c in columns if c["Name"] not in partition_keys], "Location": location, **PARQUET}
        table_input = {
            "Name": name,
            "TableType": "EXTERNAL_TABLE",
            "Parameters": {"classification": "parquet", "EXTERNAL": "TRUE"},
            "PartitionKeys": [c for c in columns if c["Name"] in partition_keys],
            "StorageDescriptor": storage,
        }
        try:
            self.glue.create_table(DatabaseName=self.database, TableInput=table_input)
        except self.glue.exceptions.AlreadyExistsException:
            self.glue.update_table(DatabaseName=self.database, TableInput=table_input)
        return storage

    def set_partitions(self, name, storage, found):
        """Makes the table's partitions those of `found`: {("2013", "1"): location}."""
        known = set()
        for page in self.glue.get_paginator("get_partitions").paginate(DatabaseName=self.database, TableName=name):
            known |= {tuple(partition["Values"]) for partition in page["Partitions"]}
        new = [
            {"Values": list(values), "StorageDescriptor": {**storage, "Location": location}}
            for values, location in sorted(found.items())
            if values not in known
        ]
        gone = [{"Values": list(values)} for values in sorted(known - set(found))]
        for some in (new[i : i + 100] for i in range(0, len(new), 100)):
            failed = self.glue.batch_create_partition(
                DatabaseName=self.database, TableName=name, PartitionInputList=some
            )
            check_batch(name, failed)
        for some in (gone[i : i + 25] for i in range(0, len(gone), 25)):
            failed = self.glue.batch_delete_partition(
                DatabaseName=self.database, TableName=name, PartitionsToDelete=some
            )
            check_batch(name, failed)


def check_batch(name, response):
    """Batch operations answer 200 also where some of their partitions failed."""
    if response.get("Errors"):
        first = response["Errors"][0]
        detail = first.get("ErrorDetail", {})
        raise RuntimeError(f"{name}: partition {first.get('PartitionValues')}: {detail.get('ErrorMessage', detail)}")


def partitions_of(files):
    """The partitions that a list of part files lies in: .../year=2013/month=1/part-0.parquet."""
    found = {}
    for file in files:
        folder = file.rsplit("/", 1)[0]
        values = tuple(unquote(part.split("=", 1)[1]) for part in folder.split("/") if "=" in part)
        found[values] = f"{folder}/"
    return found


class PostgreSQL:
    """A PostgreSQL schema that the gold tables are loaded into."""

    def __init__(self, spark, url, properties, schema):
        self.spark = spark
        self.url = url
        self.properties = {**properties, "driver": "org.postgresql.Driver"}
        self.schema = schema

    def load(self, path, names):
        """Loads the Parquet tables of `path`: into staging tables first, then all in one transaction."""
        self.execute([f'CREATE SCHEMA IF NOT EXISTS "{self.schema}"'])
        for name in names:
            table = self.spark.read.parquet(f"{path}{name}/")
            table.write.jdbc(self.url, f'"{self.schema}"."{name}__staging"', "overwrite", self.properties)
        self.execute([statement for name in names for statement in self.swap(name)])

    def swap(self, name):
        """Rows are replaced, the table stays: views on it and grants hold, and readers see old rows until the end."""
        target, staging = f'"{self.schema}"."{name}"', f'"{self.schema}"."{name}__staging"'
        return [
            f"CREATE TABLE IF NOT EXISTS {target} (LIKE {staging} INCLUDING ALL)",
            f"DELETE FROM {target}",
            f"INSERT INTO {target} SELECT * FROM {staging}",
            f"DROP TABLE {staging}",
        ]

    def execute(self, statements):
        """Runs the statements in one transaction, through the driver that Spark has loaded already."""
        jvm = self.spark.sparkContext._jvm
        properties = jvm.java.util.Properties()
        for name, value in self.properties.items():
            properties.setProperty(name, value)
        connection = jvm.org.postgresql.Driver().connect(self.url, properties)
        try:
            connection.setAutoCommit(False)
            for statement in statements:
                connection.createStatement().execute(statement)
            connection.commit()
        finally:
            connection.close()


def postgresql(glue_context, args):
    """The PostgreSQL database that the arguments name; None if they name none."""
    schema = args.get("JDBC_SCHEMA", "public")
    if "CONNECTION_NAME" in args:
        conf = glue_context.extract_jdbc_conf(args["CONNECTION_NAME"])
        properties = {"user": conf["user"], "password": conf["password"]}
        return PostgreSQL(glue_context.spark_session, conf["fullUrl"], properties, schema)
    if "JDBC_URL" not in args:
        return None
    properties = {"user": args["JDBC_USER"]} if "JDBC_USER" in args else {}
    if "JDBC_SECRET" in args:
        secret = boto3.client("secretsmanager").get_secret_value(SecretId=args["JDBC_SECRET"])
        secret = json.loads(secret["SecretString"])
        properties = {"user": secret["username"], "password": secret["password"]}
    return PostgreSQL(glue_context.spark_session, args["JDBC_URL"], properties, schema)


def put_metrics(path, name, started, rows_in, tables, loaded_into):
    """Writes the run's figures as JSON where the notification reads them."""
    finished = datetime.now(timezone.utc)
    metrics = {
        "job": name,
        "started": started.isoformat(),
        "finished": finished.isoformat(),
        "duration_seconds": round((finished - started).total_seconds(), 3),
        "rows_in": rows_in,
        "rows_out": sum(tables.values()),
        "rows_rejected": 0,
        "tables": {table: {"rows_out": rows} for table, rows in tables.items()},
        "loaded_into": loaded_into,
    }
    place = urlparse(path)
    boto3.client("s3").put_object(
        Bucket=place.netloc,
        Key=f"{place.path.lstrip('/')}{name}.json",
        Body=json.dumps(metrics, indent=2).encode(),
        ContentType="application/json",
    )


def main():
    started = datetime.now(timezone.utc)
    names = ["JOB_NAME", "SILVER_PATH", "GOLD_PATH", "REJECTS_PATH", "DATABASE", "METRICS_PATH"]
    args = getResolvedOptions(sys.argv, names + [name for name in OPTIONAL if f"--{name}" in sys.argv])
    glue_context = GlueContext(SparkContext.getOrCreate())
    spark = glue_context.spark_session
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    logger = glue_context.get_logger()
    job = Job(glue_context)
    job.init(args["JOB_NAME"], args)

    silver_path = f"{args['SILVER_PATH']}flights/"
    flights = glue_context.create_dynamic_frame.from_options(
        connection_type="s3",
        connection_options={"paths": [silver_path], "recurse": True},
        format="parquet",
        transformation_ctx="silver_flights",
    ).toDF()
    with ThreadPoolExecutor(len(GOLD)) as pool:
        rows = dict(zip(GOLD, pool.map(lambda name: write_gold(flights, args["GOLD_PATH"], name), GOLD)))

    catalog = Catalog(args["DATABASE"])
    storage = catalog.register("silver_flights", flights, silver_path, ("year", "month"))
    catalog.set_partitions("silver_flights", storage, partitions_of(flights.inputFiles()))
    catalog.register("rejects", spark.read.parquet(args["REJECTS_PATH"]), args["REJECTS_PATH"])
    for name in GOLD:
        catalog.register(name, spark.read.parquet(f"{args['GOLD_PATH']}{name}/"), f"{args['GOLD_PATH']}{name}/")
    loaded_into = [f"Data Catalog database {args['DATABASE']}"]

    database = postgresql(glue_context, args)
    if database:
        database.load(args["GOLD_PATH"], list(GOLD))
        loaded_into.append(f"PostgreSQL schema {database.schema}")

    for name, count in rows.items():
        logger.info(f"gold {name}: {count} rows")
    put_metrics(args["METRICS_PATH"], "job3_load", started, flights.count(), rows, loaded_into)
    print("job3_load:", ", ".join(f"{name} {count:,}" for name, count in rows.items()), "->", "; ".join(loaded_into))
    job.commit()


main()
