"""Runs share a JVM one after the other and nothing else: what one sets, the next does not see."""

import os

_SCHEMES = ("s3", "s3a", "s3n")


def properties(run: dict) -> dict[str, str]:
    """The Spark properties of a run. What the script sets in its own SparkConf comes on top."""
    cores = str(run["cores"])
    master = run.get("master")
    found = {
        "spark.app.name": run["job"],
        "spark.master": master or f"local[{cores}]",
        "spark.submit.deployMode": "client",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": cores,
        "spark.sql.ansi.enabled": "false",
        "spark.sql.adaptive.enabled": "true",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": "file://" + os.path.join(run["folder"], "warehouse"),
        "spark.hadoop.fs.defaultFS": "file:///",
        "spark.pyspark.python": run["python"],
    }
    if not master:
        found.update({"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
                      "spark.default.parallelism": cores})
    elif "//127.0.0.1" in master or "//localhost" in master:
        found.update({"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"})
    jars = [*run["driverJars"], *run["extraJars"]]
    if jars and (master or run["extraJars"]):
        found["spark.jars"] = ",".join("file://" + jar for jar in jars)
    for name, value in run["environment"].items():
        found[f"spark.executorEnv.{name}"] = value
    found["spark.executorEnv.PYTHONPATH"] = os.pathsep.join(run["pythonPath"])
    found.update(_buckets(run["buckets"]))
    found.update(run["conf"])
    return found


def _buckets(folder: str) -> dict[str, str]:
    """`s3://BUCKET/KEY` read and written in place in the bucket's folder, without checksum files beside the objects.

    Hadoop finds a mount table's links by the prefix of their names: beside a bucket `a.b`, a bucket `a` cannot be
    opened (Hadoop says "Invalid entry in Mount table").
    """
    found = {"spark.hadoop.fs.rawfile.impl": "org.apache.hadoop.fs.RawLocalFileSystem"}
    for scheme in _SCHEMES:
        found[f"spark.hadoop.fs.{scheme}.impl"] = "org.apache.hadoop.fs.viewfs.ViewFileSystemOverloadScheme"
        target = f"spark.hadoop.fs.viewfs.overload.scheme.target.{scheme}.impl"
        found[target] = "org.apache.hadoop.fs.RawLocalFileSystem"
    # Hadoop names a committer of hadoop-aws for s3a; here a rename is a rename.
    committer = "org.apache.hadoop.mapreduce.lib.output.FileOutputCommitterFactory"
    found["spark.hadoop.mapreduce.outputcommitter.factory.scheme.s3a"] = committer
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir())
    except FileNotFoundError:
        names = []
    for name in names:
        found[f"spark.hadoop.fs.viewfs.mounttable.{name}.linkFallback"] = "rawfile://" + os.path.join(folder, name)
    return found


def system_properties(jvm) -> dict[str, str]:
    """The JVM's properties as they are before its first run."""
    return {str(key): str(value) for key, value in dict(jvm.System.getProperties()).items()}


def prepare(jvm, snapshot: dict[str, str], run: dict) -> None:
    """Gives the JVM the properties of this run, and no other."""
    wanted = {key: value for key, value in snapshot.items() if not key.startswith("spark.")}
    wanted.update(properties(run))
    wanted["user.dir"] = run["folder"]
    loaded = jvm.java.util.Properties()
    # One call instead of one for each property.
    loaded.load(jvm.java.io.StringReader("\n".join(f"{_escaped(k)}={_escaped(v)}" for k, v in wanted.items())))
    jvm.System.setProperties(loaded)
    _quiet(jvm)


def _escaped(text: str) -> str:
    """A key or value of java.util.Properties' text form."""
    parts = []
    for unit in _utf16(text):
        character = chr(unit)
        parts.append(character if character.isascii() and character.isalnum() else f"\\u{unit:04x}")
    return "".join(parts)


def _utf16(text: str):
    data = text.encode("utf-16-be", "surrogatepass")
    return (data[i] << 8 | data[i + 1] for i in range(0, len(data), 2))


def _quiet(jvm) -> None:
    """`setLogLevel` changes the whole JVM: each run begins at WARN."""
    level = jvm.org.apache.logging.log4j.Level.WARN
    jvm.org.apache.logging.log4j.core.config.Configurator.setRootLevel(level)


def add_jars(jvm, jars: list[str]) -> None:
    """Makes classes of `jars` visible to the driver. They stay in the JVM, which therefore ends with the run."""
    loader = jvm.Thread.currentThread().getContextClassLoader()
    for jar in jars:
        loader.addURL(jvm.java.io.File(jar).toURI().toURL())


def clear(jvm) -> None:
    """Stops what the script left running and forgets its sessions and file systems."""
    # The companion object has the method, the class no static forwarder for it.
    active = getattr(getattr(jvm.org.apache.spark, "SparkContext$"), "MODULE$").getActive()
    if active.isDefined():
        active.get().stop()
    jvm.SparkSession.clearActiveSession()
    jvm.SparkSession.clearDefaultSession()
    jvm.org.apache.hadoop.fs.FileSystem.closeAll()
