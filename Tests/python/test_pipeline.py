"""The three scripts on plain Spark: figures against an independent computation, bad data, reruns, PostgreSQL, a cluster."""

import json

import pytest
from duckdb_library import oracle
from pipeline import GOLD, ORACLE, PROJECT, SCRIPTS, Lake, run
from servers import PostgreSQLServer, SparkCluster

DATA = PROJECT / "data"
WEEK = sorted(DATA.glob("*.csv"))
HEAD = {file.name: file.read_text().splitlines()[0] + "\n" for file in WEEK}
FLIGHT = "2013,1,1,517,515,2,830,819,11,UA,1545,N14228,EWR,IAH,227,1400,5,15,2013-01-01T10:00:00Z"
NAMES = HEAD["flights.csv"].strip().split(",")


def flight(**changes):
    """A line of flights.csv: a real flight with some values changed."""
    values = dict(zip(NAMES, FLIGHT.split(",")))
    return ",".join(str({**values, **changes}[name]) for name in NAMES) + "\n"


# One flight for each reason; `flight` numbers keep them apart.
BAD_FLIGHTS = {
    "missing_value": flight(flight=1, dest="NA"),
    "invalid_number": flight(flight=2, distance="far") + flight(flight=3, dep_time="5.5"),
    "invalid_date": flight(flight=4, month=2, day=30) + flight(flight=5, time_hour="yesterday"),
    "invalid_code": flight(flight=6, origin="NEWARK"),
    "invalid_time": flight(flight=7, dep_time=2460) + flight(flight=8, arr_time=1275) + flight(flight=9, sched_dep_time=-5),
    "negative_distance": flight(flight=10, distance=0),
    "negative_air_time": flight(flight=11, air_time=-227),
    "implausible_speed": flight(flight=12, air_time=119),
    "arrival_without_departure": flight(flight=13, dep_time="NA"),
    "unknown_carrier": flight(flight=14, carrier="ZZ"),
    "unknown_origin": flight(flight=15, origin="ZZZ"),
}
GOOD_FLIGHTS = [
    flight(),
    flight(flight=20, dep_time="NA", dep_delay="NA", arr_time="NA", arr_delay="NA", air_time="NA", tailnum="NA"),
    flight(flight=21, arr_delay="NA", air_time="NA"),
    flight(flight=22, air_time=120),
    flight(flight=23, dest="SJU", dep_time=2400),
]
WEATHER = "EWR,2013,1,1,5,39.02,28.04,64.43,260,12.66,NA,0,1011.9,10,2013-01-01T10:00:00Z\n"
DIRTY = {
    "flights.csv": HEAD["flights.csv"] + "".join([*GOOD_FLIGHTS, *BAD_FLIGHTS.values(), flight(), flight()]),
    "weather.csv": HEAD["weather.csv"]
    + WEATHER
    + WEATHER.replace(",5,39.02", ",6,39.02")
    + WEATHER.replace("12.66", "1048.36").replace("T10", "T11")
    + WEATHER.replace("260", "west").replace("T10", "T12"),
    "airports.csv": HEAD["airports.csv"]
    + "EWR,Newark,40.7,-74.2,18,-5,A,America/New_York\nEWR,Again,40.7,-74.2,18,-5,A,America/New_York\n"
    + "IAH,Houston,29.9,-95.3,97,-6,A,America/Chicago\nNOWHERE,No,1,1,1,-5,A,NA\nJFK,NA,1,1,1,-5,A,NA\n",
    "airlines.csv": HEAD["airlines.csv"] + 'UA,"United, Air Lines Inc."\n',
    "planes.csv": HEAD["planes.csv"] + "N14228,1999,Fixed wing multi engine,BOEING,737-824,2,149,NA,Turbo-fan\n",
}
DIRTY_REASONS = {
    **{("flights", reason): lines.count("\n") for reason, lines in BAD_FLIGHTS.items()},
    ("flights", "duplicate_row"): 2,
    ("weather", "duplicate_key"): 1,
    ("weather", "implausible_measurement"): 1,
    ("weather", "invalid_number"): 1,
    ("airports", "duplicate_key"): 1,
    ("airports", "invalid_code"): 1,
    ("airports", "missing_value"): 1,
}
MALFORMED = {**DIRTY, "flights.csv": HEAD["flights.csv"] + flight() + "2013,1,1\n" + flight(flight=2).strip() + ",extra\n"}
BROKEN_HEADERS = {
    "missing": ("planes.csv", "tailnum,year,type,manufacturer,model,engines,seats,engine\n", "planes.csv: missing column 'speed'"),
    "extra": ("airlines.csv", "carrier,name,country\nUA,United,US\n", "airlines.csv: unexpected column 'country'"),
    "empty": ("flights.csv", "", f"flights.csv: empty file, expected the columns {', '.join(NAMES)}"),
    "headonly": ("weather.csv", HEAD["weather.csv"], "weather.csv: no rows after the header"),
    "absent": ("airports.csv", None, "airports.csv: file not found in s3://lake/absent/raw/"),
}


def into(postgres):
    return "--JDBC_URL", postgres.url, "--JDBC_SCHEMA", "gold"


@pytest.fixture(scope="module")
def postgres():
    with PostgreSQLServer() as server:
        yield server


@pytest.fixture(scope="module")
def ran(bucket, clients, endpoint, postgres, tmp_path_factory):
    """Everything on one local Spark: (lakes by name, results by name)."""
    lakes, steps = {}, {}

    def plan(name, files, *extra, scripts=SCRIPTS, prefix=None):
        clients("glue").create_database(DatabaseInput={"Name": name})
        lake = lakes[name] = Lake(bucket, name, name).add(files)
        steps[name] = lake.steps(*extra, scripts=scripts)

    plan("week", WEEK, *into(postgres))
    plan("again", WEEK, *into(postgres))
    steps["again"] += lakes["again"].steps(*into(postgres))
    plan("dirty", DIRTY, "--MAX_REJECT_PERCENT", "100")
    plan("malformed", MALFORMED, "--MAX_REJECT_PERCENT", "100", scripts=SCRIPTS[:2])
    plan("limit", DIRTY, scripts=SCRIPTS[:2])
    broken = PROJECT.parents[1] / "Tests" / "python" / "broken" / "airlines.csv"
    plan("swapped", [*WEEK, broken], scripts=SCRIPTS[:2])
    for name, (file, text, _message) in BROKEN_HEADERS.items():
        files = {one: head + "" for one, head in DIRTY.items() if one != file}
        plan(name, files | ({file: text} if text is not None else {}), scripts=SCRIPTS[:1])
    planned = [(name, step) for name, listed in steps.items() for step in listed]
    results = run([step for _, step in planned], bucket, tmp_path_factory.mktemp("plan"), endpoint)
    found = {name: [] for name in steps}
    for (name, _step), result in zip(planned, results):
        found[name].append(result)
    return lakes, found


def errors(ran, name):
    return [result["error"] for result in ran[1][name]]


def metrics(clients, name, job):
    body = clients("s3").get_object(Bucket="lake", Key=f"{name}/metrics/{job}.json")["Body"].read()
    return json.loads(body)


def test_the_weeks_rows_are_those_of_the_oracle(ran):
    assert errors(ran, "week") == [None] * 3
    assert ran[0]["week"].counts() == oracle(DATA, ORACLE)


def test_the_metrics_are_the_rows_that_lie_there(ran, clients):
    counts = ran[0]["week"].counts()
    extract, transform, load = (metrics(clients, "week", job) for job in SCRIPTS)
    raw = {name.removesuffix(".csv"): len((DATA / name).read_text().splitlines()) - 1 for name in HEAD}
    assert {name: table["rows_in"] for name, table in extract["tables"].items()} == raw
    assert {name: table["rows_out"] for name, table in extract["tables"].items()} == raw
    assert transform["tables"]["flights"]["rows_out"] == counts["silver/flights"] == load["rows_in"]
    assert {name: table["rows_out"] for name, table in load["tables"].items()} == {n: counts[f"gold/{n}"] for n in GOLD}
    for table in transform["tables"].values():
        assert table["rows_in"] == table["rows_out"] + table["rows_rejected"]


def test_gold_figures_are_those_of_the_raw_files(ran):
    week = ran[0]["week"]
    expected = week.query(
        """SELECT carrier, count(*), count(*) - count(dep_time), sum(arr_delay), round(avg(dep_delay), 6), sum(distance)
        FROM read_csv('{raw}/flights.csv', nullstr = 'NA') GROUP BY carrier ORDER BY carrier"""
    )
    actual = week.query(
        """SELECT carrier, count(*), count(*) FILTER (is_cancelled), sum(arr_delay), round(avg(dep_delay), 6), sum(distance)
        FROM '{silver/flights}' GROUP BY carrier ORDER BY carrier"""
    )
    assert actual == expected
    totals = week.query("SELECT sum(flights), sum(cancelled), sum(distance_miles) FROM '{gold/daily_carrier_performance}'")
    assert totals == week.query(
        "SELECT count(*), count(*) - count(dep_time), sum(distance) FROM read_csv('{raw}/flights.csv', nullstr = 'NA')"
    )
    for name in ("airport_delays", "route_stats", "weather_impact"):
        assert week.query(f"SELECT sum(flights) FROM '{{gold/{name}}}'") == [("6099",)]
    route = week.query("SELECT avg_speed_mph, avg_air_time FROM '{gold/route_stats}' WHERE origin = 'JFK' AND dest = 'LAX'")
    assert route == week.query(
        """SELECT round(sum(distance) * 60 / sum(air_time), 1), round(avg(air_time), 1)
        FROM read_csv('{raw}/flights.csv', nullstr = 'NA') WHERE origin = 'JFK' AND dest = 'LAX' AND air_time IS NOT NULL"""
    )


def test_flights_meet_the_weather_of_their_hour(ran):
    actual = ran[0]["week"].query("SELECT count(temp), round(sum(temp), 2), round(sum(visib)::DOUBLE, 2) FROM '{silver/flights}'")
    assert actual == ran[0]["week"].query(
        """SELECT count(temp), round(sum(temp), 2), round(sum(visib)::DOUBLE, 2) FROM read_csv('{raw}/flights.csv', nullstr = 'NA') f
        JOIN read_csv('{raw}/weather.csv', nullstr = 'NA') w ON w.origin = f.origin AND w.time_hour = f.time_hour"""
    )


def test_every_bad_row_is_rejected_with_its_reason(ran, clients):
    assert errors(ran, "dirty") == [None] * 3
    dirty = ran[0]["dirty"]
    rows = dirty.query("SELECT table_name, reason, count(*) FROM '{rejects}' GROUP BY ALL")
    assert {(table, reason): int(count) for table, reason, count in rows} == DIRTY_REASONS
    records = dirty.query("SELECT json_extract_string(record, '$.distance') FROM '{rejects}' WHERE reason = 'invalid_number' AND table_name = 'flights'")
    assert sorted(records) == [("1400",), ("far",)]
    kept = dirty.query("SELECT flight, delay_bucket, is_cancelled, dest_name, manufacturer, temp FROM '{silver/flights}' ORDER BY flight")
    assert kept == [
        ("20", "cancelled", "true", "Houston", None, "39.02"),
        ("21", "diverted", "false", "Houston", "BOEING", "39.02"),
        ("22", "on_time", "false", "Houston", "BOEING", "39.02"),
        ("23", "on_time", "false", None, "BOEING", "39.02"),
        ("1545", "on_time", "false", "Houston", "BOEING", "39.02"),
    ]
    assert dirty.counts() == oracle(dirty.folder / "raw", ORACLE)
    flights = metrics(clients, "dirty", "job2_transform")["tables"]["flights"]
    assert flights["rows_in"] == flights["rows_out"] + flights["rows_rejected"]


def test_rows_with_too_many_or_too_few_fields_are_kept_aside(ran):
    rows = ran[0]["malformed"].query("SELECT json_extract_string(record, '$.malformed_row') FROM '{rejects}' WHERE reason = 'malformed_row'")
    assert sorted(rows) == [("2013,1,1",), (flight(flight=2).strip() + ",extra",)]


def test_too_many_rejects_fail_the_job_and_leave_silver_alone(ran):
    first, second = errors(ran, "limit")
    assert first is None
    assert second.startswith("ValueError: weather: 3 of 4 rows rejected (75.0%, limit 5%): duplicate_key 1,")
    assert second.endswith("see s3://lake/limit/rejects/")
    assert not (ran[0]["limit"].folder / "silver").exists()


def test_the_demos_broken_file_fails_job_2_by_name(ran):
    first, second = errors(ran, "swapped")
    assert first is None
    assert second == (
        "ValueError: airlines: 16 of 16 rows rejected (100.0%, limit 5%): invalid_code 16; see s3://lake/swapped/rejects/"
    )


@pytest.mark.parametrize("name", BROKEN_HEADERS)
def test_a_file_that_is_not_as_expected_fails_job_1_by_name(ran, name):
    assert errors(ran, name) == [f"ValueError: {BROKEN_HEADERS[name][2]}"]


def test_a_rerun_leaves_the_same_rows(ran):
    assert errors(ran, "again") == [None] * 6
    for dataset in ("silver/flights", "rejects", *(f"gold/{name}" for name in GOLD)):
        assert ran[0]["again"].table(dataset) == ran[0]["week"].table(dataset)


def test_tables_are_registered_in_the_catalog(ran, clients):
    glue = clients("glue")
    tables = {table["Name"]: table for table in glue.get_tables(DatabaseName="again")["TableList"]}
    assert set(tables) == {"silver_flights", "rejects", *GOLD}
    assert [key["Name"] for key in tables["silver_flights"]["PartitionKeys"]] == ["year", "month"]
    partitions = glue.get_partitions(DatabaseName="again", TableName="silver_flights")["Partitions"]
    assert [(one["Values"], one["StorageDescriptor"]["Location"]) for one in partitions] == [
        (["2013", "1"], "s3://lake/again/silver/flights/year=2013/month=1/")
    ]
    columns = {column["Name"]: column["Type"] for column in tables["route_stats"]["StorageDescriptor"]["Columns"]}
    assert (columns["origin"], columns["flights"], columns["avg_speed_mph"]) == ("string", "bigint", "double")


def test_postgresql_has_the_gold_rows_after_a_rerun_too(ran, postgres):
    counts = ran[0]["again"].counts()
    for name in GOLD:
        assert postgres.rows(f"SELECT count(*) FROM gold.{name}") == [(str(counts[f"gold/{name}"]),)]
    assert postgres.rows("SELECT flights, avg_speed_mph FROM gold.route_stats WHERE origin = 'JFK' AND dest = 'LAX'") == (
        ran[0]["again"].query("SELECT flights, avg_speed_mph FROM '{gold/route_stats}' WHERE origin = 'JFK' AND dest = 'LAX'")
    )
    left = postgres.rows("SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%staging'")
    assert left == []


def test_loading_replaces_rows_but_not_the_table(ran, postgres, bucket, endpoint, tmp_path):
    postgres.rows("CREATE VIEW public.routes AS SELECT count(*) AS n FROM gold.route_stats")
    postgres.rows("INSERT INTO gold.route_stats (origin, dest) VALUES ('XXX', 'YYY')")
    load = ran[0]["week"].steps(*into(postgres), scripts=SCRIPTS[2:])
    assert run(load, bucket, tmp_path, endpoint)[0]["error"] is None
    assert postgres.rows("SELECT n FROM public.routes") == [(str(ran[0]["week"].counts()["gold/route_stats"]),)]


def test_a_standalone_cluster_gives_the_same_tables_row_for_row(ran, bucket, clients, endpoint, tmp_path):
    clients("glue").create_database(DatabaseInput={"Name": "cluster"})
    lake = Lake(bucket, "cluster", "cluster").add(WEEK)
    with SparkCluster(workers=2) as cluster:
        conf = {"spark.executor.memory": "512m"}
        results = run(lake.steps(), bucket, tmp_path, endpoint, cluster.master, conf)
    assert [result["error"] for result in results] == [None] * 3
    for dataset in ("silver/flights", "rejects", *(f"gold/{name}" for name in GOLD)):
        assert lake.table(dataset) == ran[0]["week"].table(dataset)
