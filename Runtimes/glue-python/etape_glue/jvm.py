"""The JVM that the runs of one host share, one after the other: its command line and its address."""

import glob
import os
import shutil
import signal
import struct
import subprocess
import sys

# What Spark's own launcher passes to Java 17 (org.apache.spark.launcher.JavaModuleOptions).
_MODULES = [
    "-XX:+IgnoreUnrecognizedVMOptions",
    *(
        f"--add-opens=java.base/{package}=ALL-UNNAMED"
        for package in (
            "java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util",
            "java.util.concurrent", "java.util.concurrent.atomic", "jdk.internal.ref", "sun.nio.ch", "sun.nio.cs",
            "sun.security.action", "sun.util.calendar",
        )
    ),
    "--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
    "-Djdk.reflect.useDirectMethodHandle=false",
]

_LOG4J = """\
rootLogger.level = warn
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %d{yyyy-MM-dd'T'HH:mm:ss.SSS}{UTC}Z %p %c{1}: %m%n%ex
logger.native.name = org.apache.hadoop.util.NativeCodeLoader
logger.native.level = error
logger.utils.name = org.apache.spark.util.Utils
logger.utils.level = error
"""


class JVMMissing(Exception):
    """No Java to run Spark with."""


def spark_home() -> str:
    """The folder of the installed pyspark, found without importing it."""
    import importlib.util

    spec = importlib.util.find_spec("pyspark")
    if spec is None or spec.origin is None:
        raise JVMMissing("pyspark is not installed in " + sys.prefix)
    return os.path.dirname(spec.origin)


def java() -> str:
    home = os.environ.get("JAVA_HOME")
    found = os.path.join(home, "bin", "java") if home else shutil.which("java")
    if not found or not os.access(found, os.X_OK):
        raise JVMMissing("Spark needs Java 17, and no java was found" + (f" in JAVA_HOME={home}" if home else ""))
    return found


def class_path(home: str) -> str:
    # Names instead of jars/*: class data sharing takes no wildcard, and the order must not change.
    jars = sorted(glob.glob(os.path.join(home, "jars", "*.jar")))
    return ":".join([*jars, *extra_jars()])


def extra_jars() -> list[str]:
    """JDBC drivers that Debian installs."""
    return [jar for jar in ("/usr/share/java/postgresql.jar",) if os.path.isfile(jar)]


class JVM:
    """A Spark gateway; `address()` answers once it listens."""

    def __init__(self, folder: str, memory: int, options: list[str], output: int = subprocess.PIPE):
        """`folder`: private to this host; `memory`: MB of heap at most; `options`: further JVM options."""
        self._address = os.path.join(folder, "gateway")
        configuration = os.path.join(folder, "log4j2.properties")
        with open(configuration, "w", encoding="utf-8") as file:
            file.write(_LOG4J)
        home = spark_home()
        command = [
            java(), f"-Xmx{memory}m", *_MODULES, *options,
            # The JVM's own warnings would stand in the job's output.
            "-Xlog:disable", "-Xlog:all=error:stderr",
            f"-Dlog4j2.configurationFile={configuration}", f"-Djava.io.tmpdir={folder}",
            "-cp", class_path(home), "org.apache.spark.deploy.SparkSubmit",
            "--conf", "spark.master=local[1]", "--conf", "spark.app.name=etape", "pyspark-shell",
        ]
        environment = {
            **os.environ, "SPARK_HOME": home, "_PYSPARK_DRIVER_CONN_INFO_PATH": self._address,
            # One folder for shuffles and spills, removed with the host.
            "SPARK_LOCAL_DIRS": folder,
        }
        # The gateway ends when this pipe closes, which is one more reason to die with the host.
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=output, stderr=output,
            cwd=folder, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        )

    def address(self) -> tuple[int, str] | None:
        """Port and secret (written by Spark's PythonGatewayServer), or None while it starts."""
        try:
            with open(self._address, "rb") as file:
                data = file.read()
        except FileNotFoundError:
            return None
        if len(data) < 8:
            return None
        port, length = struct.unpack(">ii", data[:8])
        return port, data[8 : 8 + length].decode("utf-8")
