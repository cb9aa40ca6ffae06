"""Job 2, transform: bronze tables -> the silver flights table, and a rejects table for what could not be used.

Arguments
  --BRONZE_PATH         folder of job 1's tables
  --SILVER_PATH         folder of the silver table `flights`, partitioned by year and month; replaced by every run
  --REJECTS_PATH        folder of the rejects table (table_name, reason, record as JSON); replaced by every run
  --METRICS_PATH        folder that receives job2_transform.json: rows in, out and rejected, by table and reason
  --MAX_REJECT_PERCENT  optional, default 5: the share of a table's rows above which the job fails. Rejects are written
                        before that, silver is left as it was. Repeated flights do not count.

"NA" and nothing at all are missing values. A row of any table goes to the rejects with the first reason that applies:
  malformed_row             fewer or more fields than the header has
  missing_value             a value that every row needs is missing
  invalid_number            a number column holds something else, or more than it can
  invalid_date              no such day, or a timestamp that cannot be read
  invalid_code              an airline or airport code of the wrong length
  invalid_time              a clock time (hhmm) after 24:00, or with 60 or more minutes
  negative_distance         flights: distance of zero or less
  negative_air_time         flights: air time of zero or less
  implausible_speed         flights: more than 700 mph averaged over the air time (a cruise at Mach 0.85 is 565 mph)
  arrival_without_departure flights: an arrival time, but no departure time
  implausible_measurement   weather: outside of what has ever been measured on the ground
  unknown_carrier           flights: the carrier is not among the airlines
  unknown_origin            flights: the origin is not among the airports
  duplicate_key             other tables: a second row of the same key
  duplicate_row             flights: a second usable row equal in every column
So rows in = rows out + rows rejected for each table. A destination that is not among the airports is kept without a
name: the airports of Puerto Rico and the Virgin Islands are missing from that file.
"""

import json
import sys
from datetime import datetime, timezone
from functools import reduce
from urllib.parse import urlparse

import boto3
from awsglue.context import GlueContext
from awsglue.job import Job
from awsglue.utils import getResolvedOptions
from pyspark.context import SparkContext
from pyspark.sql import Observation, Window
from pyspark.sql import functions as F

MALFORMED = "malformed_row"
FASTEST_MPH = 700
TIMES = ("dep_time", "sched_dep_time", "arr_time", "sched_arr_time")
INTEGERS = {
    "flights": (
        "year month day dep_time sched_dep_time dep_delay arr_time sched_arr_time arr_delay flight air_time distance"
    ).split(),
    "weather": "year month day hour wind_dir".split(),
    "airports": "alt tz".split(),
    "airlines": [],
    "planes": "year engines seats speed".split(),
}
DECIMALS = {
    "flights": [],
    "weather": "temp dewp humid wind_speed wind_gust precip pressure visib".split(),
    "airports": "lat lon".split(),
    "airlines": [],
    "planes": [],
}
REQUIRED = {
    "flights": "year month day sched_dep_time sched_arr_time carrier flight origin dest distance time_hour".split(),
    "weather": "origin time_hour".split(),
    "airports": "faa name".split(),
    "airlines": "carrier name".split(),
    "planes": "tailnum".split(),
}
CODES = {
    "flights": {"carrier": 2, "origin": 3, "dest": 3},
    "weather": {"origin": 3},
    "airports": {"faa": 3},
    "airlines": {"carrier": 2},
    "planes": {},
}
KEYS = {"weather": ["origin", "time_hour"], "airports": ["faa"], "airlines": ["carrier"], "planes": ["tailnum"]}
# Lowest and highest of what weather stations on the ground have measured: °F, %, mph, inches an hour, hPa.
MEASURED = {"temp": (-130, 135), "humid": (0, 100), "wind_speed": (0, 254), "precip": (0, 16), "pressure": (870, 1085)}


def any_of(conditions):
    """True where any condition holds; none given, or all null, is false."""
    return reduce(lambda a, b: a | b, (F.coalesce(c, F.lit(False)) for c in conditions), F.lit(False))


def without_na(bronze):
    """The text columns with "NA" and empty text as null."""
    known = [F.when(~F.col(name).isin("NA", ""), F.col(name)).alias(name) for name in bronze.columns if name != MALFORMED]
    return bronze.select(*known, MALFORMED)


def typed(table, name):
    """The typed value of a text column; null where it is missing or not readable."""
    if name in INTEGERS[table]:
        return F.col(name).cast("int")
    if name in DECIMALS[table]:
        return F.col(name).cast("double")
    return F.col(name).cast("timestamp") if name == "time_hour" else F.col(name)


def unreadable_numbers(table):
    """Casting says what cannot be read; of whole numbers it would also take 1.5 and cut it."""
    for name in (*INTEGERS[table], *DECIMALS[table]):
        yield F.col(name).isNotNull() & typed(table, name).isNull()
    if INTEGERS[table]:
        yield F.instr(F.concat_ws(",", *INTEGERS[table]), ".") > 0


def unreadable_dates(table):
    if table in ("flights", "weather"):
        yield F.col("time_hour").cast("timestamp").isNull()
    if table == "flights":
        yield F.make_date(*(F.col(name).cast("int") for name in ("year", "month", "day"))).isNull()


def text_reason(table):
    """The first reason why a row cannot be used that shows in its text alone; null for none."""
    rules = {
        "malformed_row": F.col(MALFORMED).isNotNull(),
        "missing_value": any_of(F.col(name).isNull() for name in REQUIRED[table]),
        "invalid_number": any_of(unreadable_numbers(table)),
        "invalid_date": any_of(unreadable_dates(table)),
        "invalid_code": any_of(F.length(name) != size for name, size in CODES[table].items()),
    }
    return first_reason(rules)


def value_reason(table):
    """The first reason that shows in the typed values; null for none."""
    if table == "weather":
        outside = any_of((F.col(n) < low) | (F.col(n) > high) for n, (low, high) in MEASURED.items())
        return first_reason({"implausible_measurement": outside})
    if table != "flights":
        return F.lit(None).cast("string")
    times = any_of((F.col(n) < 0) | (F.col(n) > 2400) | (F.col(n) % 100 > 59) for n in TIMES)
    return first_reason(
        {
            "invalid_time": times,
            "negative_distance": F.col("distance") <= 0,
            "negative_air_time": F.col("air_time") <= 0,
            "implausible_speed": F.col("distance") * 60 > F.col("air_time") * FASTEST_MPH,
            "arrival_without_departure": F.col("arr_time").isNotNull() & F.col("dep_time").isNull(),
        }
    )


def first_reason(rules):
    return F.coalesce(*(F.when(condition, F.lit(reason)) for reason, condition in rules.items()))


def judged(table, text):
    """Typed columns, the `reason` to reject the row (null: none), and the row's own text as `record`.

    The record stays a struct: turning it to JSON is left to the few rows that need it.
    """
    names = [name for name in text.columns if name not in (MALFORMED, "copies")]
    kept = [name for name in text.columns if name == "copies"]
    record = F.struct(*names, MALFORMED).alias("record")
    values = text.select(*(typed(table, n).alias(n) for n in names), *kept, text_reason(table).alias("reason"), record)
    return values.withColumn("reason", F.coalesce("reason", value_reason(table)))


def judged_reference(table, bronze):
    """A reference table, judged, with one usable row for each key. These tables are small: one partition will do."""
    rows = judged(table, without_na(bronze.coalesce(1)))
    others = [name for name in rows.columns if name not in (*KEYS[table], "record", "reason")]
    same_key = Window.partitionBy(*KEYS[table]).orderBy(F.col("reason").isNotNull(), *others)
    repeated = F.when(F.row_number().over(same_key) > 1, F.lit("duplicate_key"))
    return rows.withColumn("reason", F.coalesce("reason", repeated))


def merged(text):
    """Equal rows as one, `copies` says how many there were.

    Rows are brought together by month first: that serves the merging and lets each month be written as one file.
    """
    return text.repartition("year", "month").groupBy(*text.columns).agg(F.count(F.lit(1)).alias("copies"))


def counted(rows, seen):
    """The judged rows; `seen` observes how many there are and how many of them are usable.

    Also keeps Spark from moving a later filter on the reason below this point, where it would be worked out twice.
    """
    usable = F.count_if(F.col("reason").isNull())
    return rows.observe(seen, F.count(F.lit(1)).alias("rows"), usable.alias("usable"))


def judged_flights(text, airlines, airports):
    """Flights, judged, with the names of airline and airports."""
    airlines = airlines.select("carrier", F.col("name").alias("airline"))
    origins = airports.select(F.col("faa").alias("origin"), F.col("name").alias("origin_name"))
    dests = airports.select(F.col("faa").alias("dest"), F.col("name").alias("dest_name"))
    joined = (
        judged("flights", text)
        .join(F.broadcast(airlines), "carrier", "left")
        .join(F.broadcast(origins), "origin", "left")
        .join(F.broadcast(dests), "dest", "left")
    )
    unknown = first_reason({"unknown_carrier": F.col("airline").isNull(), "unknown_origin": F.col("origin_name").isNull()})
    return joined.withColumn("reason", F.coalesce("reason", unknown))


def with_weather_and_plane(flights, weather, planes):
    """Flights with the weather at the origin in the hour of the scheduled departure, and with the plane."""
    weather = weather.select("origin", "time_hour", *MEASURED, "visib")
    planes = planes.select("tailnum", "manufacturer", "model", "seats", F.col("year").alias("plane_year"))
    flights = flights.join(F.broadcast(weather), ["origin", "time_hour"], "left")
    return flights.join(F.broadcast(planes), "tailnum", "left")


def rejected(table, rows):
    """The rejected rows as lines of the rejects table."""
    rows = rows.where(F.col("reason").isNotNull())
    return rows.select(F.lit(table).alias("table_name"), "reason", F.to_json("record").alias("record"))


def repeated(table, rows):
    """One line for each copy of a usable row beyond the first."""
    rows = rows.where(F.col("reason").isNull() & (F.col("copies") > 1))
    rows = rows.withColumn("copy", F.explode(F.sequence(F.lit(2), "copies")))
    return rejected(table, rows.withColumn("reason", F.lit("duplicate_row")))


def with_measures(flights):
    """The silver columns: identity, schedule, what happened, weather at departure, and measures derived from them."""
    cancelled = F.col("dep_time").isNull()
    diverted = ~cancelled & F.col("arr_delay").isNull()
    bucket = (
        F.when(cancelled, "cancelled")
        .when(diverted, "diverted")
        .when(F.col("arr_delay") < 0, "early")
        .when(F.col("arr_delay") < 15, "on_time")
        .when(F.col("arr_delay") < 60, "late")
        .when(F.col("arr_delay") < 180, "very_late")
        .otherwise("extremely_late")
    )
    date = F.make_date("year", "month", "day")
    return flights.select(
        date.alias("flight_date"),
        (F.weekday(date) + 1).alias("weekday"),
        F.expr("cast(sched_dep_time div 100 as int)").alias("hour"),
        *"time_hour carrier airline flight tailnum manufacturer model seats plane_year".split(),
        *"origin origin_name dest dest_name".split(),
        *"sched_dep_time dep_time dep_delay sched_arr_time arr_time arr_delay air_time distance".split(),
        *MEASURED,
        "visib",
        cancelled.alias("is_cancelled"),
        diverted.alias("is_diverted"),
        bucket.alias("delay_bucket"),
        F.greatest("arr_delay", F.lit(0)).alias("total_delay"),
        (F.col("dep_delay") - F.col("arr_delay")).alias("recovered"),
        (F.floor(F.col("distance") * 600 / F.col("air_time") + 0.5) / 10).alias("speed_mph"),
        "year",
        "month",
    )


def write_rejects(spark, tables, path):
    """Writes the rejects of all judged tables; returns the rows of each table, and {table: {reason: rows}}."""
    seen = {name: Observation(name) for name in tables}
    parts = (rejected(name, counted(rows, seen[name])) for name, rows in tables.items())
    reduce(lambda a, b: a.unionByName(b), parts).write.mode("overwrite").parquet(path)
    reasons = {name: {} for name in tables}
    if any(one.get["rows"] > one.get["usable"] for one in seen.values()):
        for row in spark.read.parquet(path).coalesce(1).groupBy("table_name", "reason").count().collect():
            reasons[row.table_name][row.reason] = row["count"]
    return {name: one.get["rows"] for name, one in seen.items()}, reasons


def check_share(table, rows, reasons, limit, path):
    """Raises ValueError if more than `limit` percent of a table's rows were rejected."""
    share = 100 * sum(reasons.values()) / rows if rows else 0
    if share > limit:
        list_of = ", ".join(f"{reason} {count:,}" for reason, count in sorted(reasons.items()))
        raise ValueError(
            f"{table}: {sum(reasons.values()):,} of {rows:,} rows rejected ({share:.1f}%, limit {limit:g}%): {list_of};"
            f" see {path}"
        )


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
        "rows_rejected": sum(table["rows_rejected"] for table in tables.values()),
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
    names = ["JOB_NAME", "BRONZE_PATH", "SILVER_PATH", "REJECTS_PATH", "METRICS_PATH"]
    optional = [name for name in ("MAX_REJECT_PERCENT",) if f"--{name}" in sys.argv]
    args = getResolvedOptions(sys.argv, names + optional)
    limit = float(args.get("MAX_REJECT_PERCENT", 5))
    glue_context = GlueContext(SparkContext.getOrCreate())
    spark = glue_context.spark_session
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    logger = glue_context.get_logger()
    job = Job(glue_context)
    job.init(args["JOB_NAME"], args)

    def bronze(table):
        return glue_context.create_dynamic_frame.from_options(
            connection_type="s3",
            connection_options={"paths": [f"{args['BRONZE_PATH']}{table}/"], "recurse": True},
            format="parquet",
            transformation_ctx=f"bronze_{table}",
        ).toDF()

    references = {name: judged_reference(name, bronze(name)).cache() for name in KEYS}
    usable = {name: rows.where(F.col("reason").isNull()) for name, rows in references.items()}
    text = without_na(bronze("flights"))
    flights = judged_flights(text, usable["airlines"], usable["airports"])
    rows_in, reasons = write_rejects(spark, {**references, "flights": flights}, args["REJECTS_PATH"])
    for name, count in rows_in.items():
        check_share(name, count, reasons[name], limit, args["REJECTS_PATH"])

    seen = Observation("silver")
    unique = judged_flights(merged(text), usable["airlines"], usable["airports"])
    good = counted(unique, seen).where(F.col("reason").isNull())
    silver = with_measures(with_weather_and_plane(good, usable["weather"], usable["planes"]))
    silver.write.mode("overwrite").partitionBy("year", "month").parquet(f"{args['SILVER_PATH']}flights/")
    written = seen.get["usable"]
    copies = rows_in["flights"] - sum(reasons["flights"].values()) - written
    if copies:
        repeated("flights", unique).coalesce(1).write.mode("append").parquet(args["REJECTS_PATH"])
        reasons["flights"]["duplicate_row"] = copies

    figures = {}
    for name, count in rows_in.items():
        gone = sum(reasons[name].values())
        figures[name] = {"rows_in": count, "rows_out": count - gone, "rows_rejected": gone, "reasons": reasons[name]}
    for rows in references.values():
        rows.unpersist()
    logger.info(f"silver flights: {written} rows")
    put_metrics(args["METRICS_PATH"], "job2_transform", started, figures)
    print("job2_transform:", ", ".join(f"{n} {f['rows_out']:,} kept {f['rows_rejected']:,} rejected" for n, f in figures.items()))
    job.commit()


main()
