"""Databases: Glue's JDBC connection options on Spark's JDBC source."""

from awsglue.refusal import refuse

DRIVERS = {
    "postgresql": "org.postgresql.Driver",
    "mysql": "com.mysql.cj.jdbc.Driver",
    "sqlserver": "com.microsoft.sqlserver.jdbc.SQLServerDriver",
    "oracle": "oracle.jdbc.OracleDriver",
}
TYPES = (*DRIVERS, "jdbc")
_KNOWN = {
    "url", "user", "password", "dbtable", "database", "driver", "connectionName", "useConnectionProperties",
    "hashexpression", "hashpartitions", "sampleQuery", "batchsize", "fetchsize",
}  # fmt: skip


def properties(context, connection_type, given):
    """The url and Spark's options, from the options themselves or from the connection that they name."""
    options = dict(given)
    if unknown := sorted(set(options) - _KNOWN):
        refuse(f"the {connection_type} connection option {', '.join(unknown)}")
    if options.pop("useConnectionProperties", None) and not options.get("connectionName"):
        raise ValueError("useConnectionProperties needs connectionName")
    name = options.pop("connectionName", None)
    if name:
        conf = context.extract_jdbc_conf(name)
        url = in_database(conf["url"], options.pop("database")) if "database" in options else conf["fullUrl"]
        options = {"url": url, "user": conf["user"], "password": conf["password"], **options}
    if "database" in options:
        options["url"] = in_database(options["url"], options.pop("database"))
    if not str(options.get("url", "")).startswith("jdbc:"):
        raise ValueError("connection_options has no JDBC 'url'")
    options.setdefault("driver", _driver(context, connection_type, options["url"]))
    return options


def in_database(url, database):
    """The URL of a server, with or without a database, for this database; its parameters stay."""
    address, mark, parameters = url.partition("?")
    scheme, slashes, rest = address.partition("//")
    return f"{scheme}{slashes}{rest.split('/', 1)[0]}/{database}{mark}{parameters}"


def _driver(context, connection_type, url):
    vendor = url.split(":")[1] if connection_type == "jdbc" else connection_type
    if vendor not in DRIVERS:
        refuse(f"a JDBC url of '{vendor}' without a driver option")
    loader = context.spark_session.sparkContext._jvm.java.lang.Thread.currentThread().getContextClassLoader()
    try:
        loader.loadClass(DRIVERS[vendor])
    except Exception:
        refuse(f"the connection type '{vendor}': its JDBC driver {DRIVERS[vendor]} is not installed; it")
    return DRIVERS[vendor]


def read(context, connection_type, given):
    """A table, or what `sampleQuery` gives; in parallel where hashexpression and hashpartitions say how."""
    options = properties(context, connection_type, given)
    expression, parts = options.pop("hashexpression", None), int(options.pop("hashpartitions", 7))
    query = options.pop("sampleQuery", None)
    url = options.pop("url")
    table = f"({query}) AS sample" if query else options.pop("dbtable", None)
    if not table:
        raise ValueError("connection_options has no 'dbtable'")
    options.pop("dbtable", None)
    spark = context.spark_session
    if not expression:
        return spark.read.jdbc(url, table, properties=_texts(options))
    predicates = [f"mod({expression}, {parts}) = {part}" for part in range(parts)]
    predicates[0] += f" OR mod({expression}, {parts}) < 0 OR ({expression}) IS NULL"
    return spark.read.jdbc(url, table, predicates=predicates, properties=_texts(options))


def write(context, connection_type, frame, given):
    """Adds the DataFrame's rows to a table, which is made when missing."""
    options = properties(context, connection_type, given)
    for name in ("hashexpression", "hashpartitions", "sampleQuery"):
        if name in options:
            raise ValueError(f"{name} is an option of reading")
    url, table = options.pop("url"), options.pop("dbtable", None)
    if not table:
        raise ValueError("connection_options has no 'dbtable'")
    frame.write.jdbc(url, table, mode="append", properties=_texts(options))


def _texts(options):
    return {name: str(value) for name, value in options.items()}
