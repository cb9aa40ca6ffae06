"""The flights pipeline as the tests run it: folders, arguments, and reading what came out."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from duckdb_library import DuckDB

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "examples" / "flights-etl"
ORACLE = ROOT / "scripts" / "flights-oracle.sql"
CACHE = Path(os.environ.get("ETAPE_CACHE") or Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "etape")
RUNTIME = CACHE / "python" / "bin" / "python3"
SCRIPTS = ("job1_extract", "job2_transform", "job3_load")
GOLD = ("daily_carrier_performance", "airport_delays", "route_stats", "weather_impact")
DATASETS = ("silver/flights", "rejects", *(f"gold/{name}" for name in GOLD))
PARTITIONED = {"silver/flights"}


class Lake:
    """A folder of the bucket s3://lake for one data set's tables: PREFIX/raw, PREFIX/bronze …"""

    def __init__(self, bucket, prefix, database="flights"):
        self.bucket, self.prefix, self.database = Path(bucket), prefix, database
        self.folder = self.bucket / prefix
        (self.folder / "raw").mkdir(parents=True)

    def add(self, files):
        """Raw files: paths, or {name: text}."""
        if isinstance(files, dict):
            for name, text in files.items():
                (self.folder / "raw" / name).write_text(text)
        else:
            for file in files:
                shutil.copy(file, self.folder / "raw")
        return self

    def steps(self, *extra, scripts=SCRIPTS):
        """The steps of the jobs; `extra` arguments are given to each: scripts ignore what they do not know."""
        place = f"s3://lake/{self.prefix}"
        arguments = ["--DATABASE", self.database, "--METRICS_PATH", f"{place}/metrics/", *extra]
        for name in ("RAW", "BRONZE", "SILVER", "GOLD", "REJECTS"):
            arguments += [f"--{name}_PATH", f"{place}/{name.lower()}/"]
        return [
            {"script": str(PROJECT / "src" / f"{name}.py"), "arguments": ["--JOB_NAME", name, *arguments]}
            for name in scripts
        ]

    def files(self, dataset):
        suffix = "**/*.parquet" if dataset in PARTITIONED else "*.parquet"
        return f"{self.folder}/{dataset}/{suffix}"

    def counts(self):
        """{dataset: rows} of what lies there, read by DuckDB."""
        duck = DuckDB()
        names = [*DATASETS, *(f"bronze/{name}" for name in ("flights", "weather", "airports", "airlines", "planes"))]
        return {n: int(duck.rows(f"SELECT count(*) FROM read_parquet('{self.files(n)}')")[0][0]) for n in names}

    def table(self, dataset):
        """All rows, sorted, partition columns included."""
        return DuckDB().rows(f"SELECT * FROM read_parquet('{self.files(dataset)}', hive_partitioning = true) ORDER BY ALL")

    def query(self, statement):
        """Rows of a statement in which {dataset} names stand for their files, as in FROM '{gold/route_stats}'."""
        for name in DATASETS:
            statement = statement.replace("{" + name + "}", self.files(name))
        return DuckDB().rows(statement.replace("{raw}", f"{self.folder}/raw"))


def run(steps, bucket, folder, endpoint, master="local[2]", conf=None):
    """Runs steps, each in turn, and gives their results.

    ETAPE_STEPS_COMMAND replaces the command; it is given the plan's and the result's path, see spark_steps.py.
    """
    plan, result = Path(folder) / "plan.json", Path(folder) / "result.json"
    plan.write_text(json.dumps({"master": master, "bucket": str(bucket), "conf": conf or {}, "steps": steps}))
    command = os.environ.get("ETAPE_STEPS_COMMAND", f"{RUNTIME} {Path(__file__).parent / 'spark_steps.py'}").split()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHON"))},
        "PYTHONPATH": str(ROOT / "Runtimes" / "glue-python"),
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    done = subprocess.run([*command, str(plan), str(result)], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}:\n{done.stderr[-4000:]}")
    return json.loads(result.read_text())
