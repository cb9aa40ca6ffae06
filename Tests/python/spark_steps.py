"""Runs job scripts one after the other in one Spark session: `spark_steps.py PLAN.json RESULT.json`, in the runtime's Python.

The plan: {"master", "bucket": folder of s3://lake, "conf": {…}, "steps": [{"script", "arguments": [argv…]}]}. The result:
for each step {"error": null or "Type: message", "output": what it printed}. It stands in for Etape's own runner, so that
the scripts are tested on plain Spark too; the same plan can be given to another command, see pipeline.py.
"""

import contextlib
import io
import json
import runpy
import sys
from pathlib import Path

from pyspark.sql import SparkSession


def session(plan):
    conf = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.extraClassPath": "/usr/share/java/postgresql.jar",
        "spark.executor.extraClassPath": "/usr/share/java/postgresql.jar",
        "spark.hadoop.fs.s3.impl": "org.apache.hadoop.fs.viewfs.ViewFileSystemOverloadScheme",
        "spark.hadoop.fs.viewfs.overload.scheme.target.s3.impl": "org.apache.hadoop.fs.RawLocalFileSystem",
        "spark.hadoop.fs.viewfs.mounttable.lake.linkFallback": Path(plan["bucket"]).as_uri(),
        **plan.get("conf", {}),
    }
    builder = SparkSession.builder.master(plan["master"])
    for name, value in conf.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    return made


def run(step):
    sys.argv = [step["script"], *step["arguments"]]
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output):
            runpy.run_path(step["script"], run_name="__main__")
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}", "output": output.getvalue()}
    return {"error": None, "output": output.getvalue()}


if __name__ == "__main__":
    plan = json.loads(Path(sys.argv[1]).read_text())
    spark = session(plan)
    Path(sys.argv[2]).write_text(json.dumps([run(step) for step in plan["steps"]]))
    spark.stop()
