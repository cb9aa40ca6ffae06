"""Job 1, extract: raw CSV files -> bronze Parquet tables, every row and every value as it came.

Arguments
  --RAW_PATH      folder of flights.csv, weather.csv, airports.csv, airlines.csv and planes.csv (s3://bucket/raw/)
  --BRONZE_PATH   folder of the bronze tables, one subfolder each; replaced by every run
  --METRICS_PATH  folder that receives job1_extract.json: rows in and out of each table

Columns stay text: typing is job 2's work, so that a value it cannot use is still there to be looked at. A row with too
many or too few fields is kept too, its text in `malformed_row`. What stops the job is a file that is missing, empty,
without rows, or whose columns are not the expected ones (any order is fine): ValueError, naming file and columns. All
headers are checked before anything is written.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from urllib.parse import urlparse

import boto3
from awsglue.context import GlueContext
from awsglue.job import Job
from awsglue.utils import getResolvedOptions
from pyspark.context import SparkContext
from pyspark.sql import Observation
from pyspark.sql import functions as F
from pyspark.sql.types import StringType, StructField, StructType
from pyspark.sql.utils import AnalysisException

MALFORMED = "malformed_row"
TABLES = {
    "flights": (
        "year month day dep_time sched_dep_time dep_delay arr_time sched_arr_time arr_delay carrier flight tailnum"
        " origin dest air_time distance hour minute time_hour"
    ).split(),
    "weather": (
        "origin year month day hour temp dewp humid wind_dir wind_speed wind_gust precip pressure visib time_hour"
    ).split(),
    "airports": "faa name lat lon alt tz dst tzone".split(),
    "airlines": "carrier name".split(),
    "planes": "tailnum year type manufacturer model engines seats speed engine".split(),
}


def read_header(spark, raw_path, table):
    """The columns that the file's first line names, in its order."""
    try:
        return spark.read.csv(f"{raw_path}{table}.csv", header=True, escape='"').columns
    except AnalysisException as error:
        if error.getErrorClass() == "PATH_NOT_FOUND":
            raise ValueError(f"{table}.csv: file not found in {raw_path}") from None
        raise


def check_header(table, found):
    """Raises ValueError unless `found` are exactly the expected columns, in any order."""
    expected = TABLES[table]
    if not found:
        raise ValueError(f"{table}.csv: empty file, expected the columns {', '.join(expected)}")
    problems = [f"missing column '{name}'" for name in expected if name not in found]
    problems += [f"unexpected column '{name}'" for name in found if name not in expected]
    if problems:
        raise ValueError(f"{table}.csv: {'; '.join(problems)}")


def extract(spark, raw_path, bronze_path, table, header):
    """Writes one bronze table; returns its figures."""
    schema = StructType([StructField(name, StringType()) for name in [*header, MALFORMED]])
    rows = spark.read.csv(
        f"{raw_path}{table}.csv",
        schema=schema,
        header=True,
        escape='"',
        enforceSchema=False,
        mode="PERMISSIVE",
        columnNameOfCorruptRecord=MALFORMED,
    ).select(*TABLES[table], MALFORMED)
    seen = Observation(table)
    counted = rows.observe(seen, F.count(F.lit(1)).alias("rows"), F.count(MALFORMED).alias("malformed"))
    counted.write.mode("overwrite").parquet(f"{bronze_path}{table}/")
    figures = seen.get
    return {"rows_in": figures["rows"], "rows_out": figures["rows"], "rows_malformed": figures["malformed"]}


def put_metrics(path, name, started, tables):
    """Writes the run's figures as JSON where the notification reads them."""
    finished = datetime.now(timezone.utc)
    metrics = {
        "job": name,
        "started": started.isoformat(),
        "finished": finished.isoformat(),
        "duration_seconds": round((finished - started).total_seconds(), 3),
        "rows_in": sum(table["rows_in"] for table in tables.values()),
        "rows_out": sum(table["rows_out"] for table in tables.values()),
        "rows_rejected": 0,
        "tables": tables,
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
    args = getResolvedOptions(sys.argv, ["JOB_NAME", "RAW_PATH", "BRONZE_PATH", "METRICS_PATH"])
    glue_context = GlueContext(SparkContext.getOrCreate())
    spark = glue_context.spark_session
    logger = glue_context.get_logger()
    job = Job(glue_context)
    job.init(args["JOB_NAME"], args)

    with ThreadPoolExecutor(len(TABLES)) as pool:
        headers = dict(zip(TABLES, pool.map(lambda table: read_header(spark, args["RAW_PATH"], table), TABLES)))
        for table, found in headers.items():
            check_header(table, found)
        figures = pool.map(
            lambda table: extract(spark, args["RAW_PATH"], args["BRONZE_PATH"], table, headers[table]), TABLES
        )
        tables = dict(zip(TABLES, figures))
    for table, counts in tables.items():
        if counts["rows_in"] == 0:
            raise ValueError(f"{table}.csv: no rows after the header")
        logger.info(f"bronze {table}: {counts['rows_out']} rows, {counts['rows_malformed']} malformed")

    put_metrics(args["METRICS_PATH"], "job1_extract", started, tables)
    print("job1_extract:", ", ".join(f"{table} {counts['rows_out']:,}" for table, counts in tables.items()))
    job.commit()


main()
