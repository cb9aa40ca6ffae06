"""Servers that tests start on loopback and end: PostgreSQL, and a Spark standalone cluster."""

import contextlib
import glob
import os
import re
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from pipeline import CACHE


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class PostgreSQLServer:
    """A server of its own in a temporary folder; `url` for JDBC, `rows` through psql."""

    def __init__(self):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
        if not found:
            raise RuntimeError("PostgreSQL is not installed: scripts/setup.sh test")
        self.bin = Path(found[-1]).parent
        self.folder = tempfile.mkdtemp(prefix="etape-postgresql-")
        self.port = free_port()
        self.url = f"jdbc:postgresql://127.0.0.1:{self.port}/postgres?user=postgres"
        # The server refuses to run as root.
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if self.as_user:
            shutil.chown(self.folder, "postgres")

    def _run(self, *command):
        # Output to a file: the server would hold a pipe open.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run([*self.as_user, *command], cwd="/", stdout=output, stderr=output)
            output.seek(0)
            if done.returncode:
                raise RuntimeError(output.read().decode())

    def __enter__(self):
        self._run(str(self.bin / "initdb"), "-D", f"{self.folder}/data", "-A", "trust", "-U", "postgres", "--no-sync")
        options = f"-h 127.0.0.1 -p {self.port} -k {self.folder} -c fsync=off"
        self._run(str(self.bin / "pg_ctl"), "-D", f"{self.folder}/data", "-w", "-o", options, "start")
        return self

    def __exit__(self, *_):
        with contextlib.suppress(RuntimeError):
            self._run(str(self.bin / "pg_ctl"), "-D", f"{self.folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def rows(self, statement):
        command = [str(self.bin / "psql"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-XAt", "-F", "\t"]
        done = subprocess.run([*command, "-v", "ON_ERROR_STOP=1", "-c", statement], capture_output=True, text=True, check=True)
        return [tuple(line.split("\t")) for line in done.stdout.splitlines()]


class SparkCluster:
    """Spark's own standalone master and workers, from pip's pyspark; `master` is its address."""

    def __init__(self, workers=2):
        self.workers, self.processes = workers, []
        self.folder = tempfile.mkdtemp(prefix="etape-cluster-")
        self.home = next(iter(glob.glob(str(CACHE / "python" / "lib" / "python3*" / "site-packages" / "pyspark"))), None)
        if self.home is None:
            raise RuntimeError("pyspark is not installed: scripts/setup.sh runtime")

    def _start(self, name, pattern, *arguments):
        """Starts a daemon and reads its log up to the line that says it is there."""
        environment = {**os.environ, "SPARK_HOME": self.home, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": self.folder}
        environment["PYSPARK_PYTHON"] = str(CACHE / "python" / "bin" / "python3")
        command = [f"{self.home}/bin/spark-class", f"org.apache.spark.deploy.{name}", "--host", "127.0.0.1", "--webui-port", "0"]
        process = subprocess.Popen(
            [*command, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        self.processes.append(process)
        for line in process.stderr:
            if found := re.search(pattern, line):
                return found[0]
        raise RuntimeError(f"{name} ended")

    def __enter__(self):
        self.master = self._start("master.Master", r"spark://127\.0\.0\.1:\d+", "--port", "0")
        for _ in range(self.workers):
            self._start("worker.Worker", "Successfully registered with master", "--cores", "1", "--memory", "1g", self.master)
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            process.stderr.close()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
