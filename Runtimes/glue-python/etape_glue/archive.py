"""Makes the archive of Spark's loaded classes that JVMs share: `python -m etape_glue.archive FILE`.

A JVM with it starts its first job in about half the time (JEP 350, "Dynamic CDS Archives"). To be made once for each
installation of Java and pyspark; a JVM ignores an archive that does not fit it.
"""

import os
import runpy
import shutil
import subprocess
import sys
import tempfile
import time

from . import isolation
from .jvm import JVM


def make(path: str) -> None:
    folder = tempfile.mkdtemp(prefix="etape-archive-")
    try:
        fresh = os.path.join(os.path.dirname(os.path.abspath(path)), f".{os.path.basename(path)}.{os.getpid()}")
        options = ["-XX:+UseParallelGC", f"-XX:ArchiveClassesAtExit={fresh}"]
        jvm = JVM(folder, 1024, options, output=subprocess.DEVNULL)
        _exercise(jvm, folder)
        # The gateway exits at the end of its input; at exit the JVM writes what it has loaded.
        jvm.process.stdin.close()
        if jvm.process.wait() != 0 or not os.path.isfile(fresh):
            sys.exit("The JVM did not write the archive of its classes.")
        os.replace(fresh, path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _exercise(jvm: JVM, folder: str) -> None:
    while (address := jvm.address()) is None:
        if jvm.process.poll() is not None:
            sys.exit(f"The JVM ended with status {jvm.process.returncode}.")
        time.sleep(0.05)
    os.environ.update(PYSPARK_GATEWAY_PORT=str(address[0]), PYSPARK_GATEWAY_SECRET=address[1],
                      PYSPARK_PYTHON=sys.executable)
    from pyspark import SparkContext

    os.makedirs(os.path.join(folder, "buckets", "warm-up"))
    SparkContext._ensure_initialized()
    run = {"job": "archive", "cores": 2, "folder": folder, "python": sys.executable, "driverJars": [], "extraJars": [],
           "environment": {}, "pythonPath": [], "conf": {}, "buckets": os.path.join(folder, "buckets")}
    isolation.prepare(SparkContext._jvm, isolation.system_properties(SparkContext._jvm), run)
    runpy.run_path(os.path.join(os.path.dirname(__file__), "warmup.py"))
    isolation.clear(SparkContext._jvm)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    make(sys.argv[1])
