"""Kills the parent of a busy host with SIGKILL and waits until every process of the host's group has ended.

Prints `ok`, or what was left. Waits for the processes themselves (pidfd), not for a time.
"""

import json
import os
import select
import signal
import subprocess
import sys

PARENT = """
import json, subprocess, sys
host = subprocess.Popen([sys.executable, "-m", "etape_glue.host", "--kind", "spark", "--warm-up", "no", "--cores", "2"],
                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0)
host.stdin.write((sys.argv[1] + "\\n").encode())
host.stdin.flush()
print(host.pid, flush=True)
for line in host.stdout:
    print(line.decode().strip(), flush=True)
"""

SCRIPT = """
from pyspark.sql import SparkSession
import subprocess
spark = SparkSession.builder.getOrCreate()
spark.range(10).write.mode("overwrite").parquet("s3://lake/table")
writer = subprocess.Popen(["sh", "-c", "echo x > FOLDER/written; echo; while :; do echo x >> FOLDER/written; done"],
                          stdout=subprocess.PIPE, start_new_session=True)
writer.stdout.readline()
print("writing", flush=True)
while True:
    spark.range(1000).write.mode("append").parquet("s3://lake/table")
"""


def group(host: int) -> list[int]:
    """The living processes that descend from the host."""
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as stat:
                parents[int(name)] = int(stat.read().rpartition(")")[2].split()[1])
        except OSError:
            pass
    found = [host]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def main(folder: str) -> None:
    os.makedirs(folder + "/buckets/lake")
    with open(folder + "/job.py", "w") as file:
        file.write(SCRIPT.replace("FOLDER", folder))
    run = {"job": "j", "script": folder + "/job.py", "arguments": [], "environment": {}, "pythonPath": [], "conf": {},
           "extraJars": [], "folder": folder, "buckets": folder + "/buckets", "cores": 2, "master": None}
    parent = subprocess.Popen([sys.executable, "-c", PARENT, json.dumps({"run": run})], stdout=subprocess.PIPE)
    host = int(parent.stdout.readline())
    for line in parent.stdout:
        message = json.loads(line)
        if message["event"] == "log" and message["stream"] == "out":
            break
        if message["event"] in ("ended", "broken"):
            sys.exit(f"the run ended: {message}")
    processes = group(host)
    commands = {open(f"/proc/{pid}/comm").read().strip() for pid in processes}
    if not {"java", "sh"} <= commands:
        sys.exit(f"not what was to be killed: {commands}")
    handles = [os.pidfd_open(pid) for pid in processes]
    parent.send_signal(signal.SIGKILL)
    for handle, pid in zip(handles, processes):
        if not select.select([handle], [], [], 60)[0]:
            sys.exit(f"process {pid} is left")
    size = os.path.getsize(folder + "/written")
    if any(pid in processes for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if alive(pid)):
        sys.exit("a process is left")
    print("ok" if os.path.getsize(folder + "/written") == size else "something still writes")


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


main(sys.argv[1])
