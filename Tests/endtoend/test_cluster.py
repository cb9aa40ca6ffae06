"""`--spark-master`: the same scripts on a standalone cluster give the same tables, row for row."""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python"))
from servers import SparkCluster  # noqa: E402


def rows(etape, project, table):
    result = etape("sql", f"select * from flights.{table} order by all", "--project", project, "--format", "csv",
                   "--limit", 100000)  # fmt: skip
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_a_cluster_gives_the_same_tables(etape, project, tmp_path):
    import shutil

    local = tmp_path / "local"
    shutil.copytree(project, local / "flights-etl")
    assert etape("run", local / "flights-etl", "--json", timeout=600).returncode == 0
    with SparkCluster(workers=2) as cluster:
        result = etape("run", project, "--spark-master", cluster.master, "--json", timeout=900)
    assert result.returncode == 0, result.stdout + result.stderr
    tables = [table["name"].split(".")[1] for table in json.loads(result.stdout)["dataSets"]]
    assert len(tables) == 6
    for table in tables:
        assert rows(etape, project, table) == rows(etape, local / "flights-etl", table), table
