"""The Data Catalog, through boto3's glue client."""

from pyspark.sql import functions as F
from pyspark.sql.types import StructField, StructType

from awsglue import formats, gluetypes, jdbc, paths
from awsglue.refusal import refuse

_HIVE = "org.apache.hadoop.hive.ql.io"
STORAGE = {
    "parquet": (
        f"{_HIVE}.parquet.MapredParquetInputFormat",
        f"{_HIVE}.parquet.MapredParquetOutputFormat",
        f"{_HIVE}.parquet.serde.ParquetHiveSerDe",
    ),
    "orc": (f"{_HIVE}.orc.OrcInputFormat", f"{_HIVE}.orc.OrcOutputFormat", f"{_HIVE}.orc.OrcSerde"),
    "json": (
        "org.apache.hadoop.mapred.TextInputFormat",
        f"{_HIVE}.HiveIgnoreKeyTextOutputFormat",
        "org.openx.data.jsonserde.JsonSerDe",
    ),
    "csv": (
        "org.apache.hadoop.mapred.TextInputFormat",
        f"{_HIVE}.HiveIgnoreKeyTextOutputFormat",
        "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
    ),
    "avro": (
        f"{_HIVE}.avro.AvroContainerInputFormat",
        f"{_HIVE}.avro.AvroContainerOutputFormat",
        "org.apache.hadoop.hive.serde2.avro.AvroSerDe",
    ),
}


class Catalog:
    """Tables of the Data Catalog: read through their locations, made and updated by sinks."""

    def __init__(self, context):
        self._context = context
        self._client = None

    @property
    def client(self):
        if self._client is None:
            import boto3

            self._client = boto3.client("glue")
        return self._client

    def table(self, database, name, catalog_id=None):
        return self.client.get_table(DatabaseName=database, Name=name, **_catalog(catalog_id))["Table"]

    def column_types(self, database, name, catalog_id=None):
        """{column: type name}, partition keys last."""
        table = self.table(database, name, catalog_id)
        columns = [*table["StorageDescriptor"]["Columns"], *table.get("PartitionKeys", [])]
        return {column["Name"]: column["Type"] for column in columns}

    # -- reading

    def read(self, database, name, predicate, options, catalog_id):
        """The table as a DataFrame. `predicate` is Spark SQL on partition columns; only what it leaves is read."""
        table = self.table(database, name, catalog_id)
        options = dict(options or {})
        expression = options.pop("catalogPartitionPredicate", None)
        if _classification(table) in jdbc.TYPES:
            return self._read_database(table, options)
        for hint in ("groupFiles", "groupSize", "useS3ListImplementation", "recurse"):
            options.pop(hint, None)
        if options:
            refuse(f"from_catalog option {', '.join(sorted(options))}")
        if table.get("PartitionKeys"):
            frame = self._read_partitions(table, database, name, expression, catalog_id)
        else:
            frame = self._load(table, [table["StorageDescriptor"]["Location"]])
        return frame.where(predicate) if predicate else frame

    def _read_database(self, table, options):
        given = {"dbtable": table["StorageDescriptor"]["Location"].split(".", 1)[1], **options}
        connection = table.get("Parameters", {}).get("connectionName")
        if connection:
            given["connectionName"] = connection
        return jdbc.read(self._context, _classification(table), given)

    def _load(self, table, where):
        format, options = _format(table)
        columns = table["StorageDescriptor"]["Columns"]
        reader = self._context.spark_session.read.options(**formats._reader_options(format, options))
        if format in ("csv", "json"):
            reader = reader.schema(_schema(columns))
        return formats._load(reader, format, where)

    def _read_partitions(self, table, database, name, expression, catalog_id):
        """Each partition's own location, with the values that the catalog has for it."""
        keys = table["PartitionKeys"]
        frame = None
        for partition in self.partitions(database, name, expression, catalog_id):
            part = self._load(table, [partition["StorageDescriptor"]["Location"]])
            for key, value in zip(keys, partition["Values"]):
                part = part.withColumn(key["Name"], F.lit(value).cast(gluetypes.spark_type(key["Type"])))
            frame = part if frame is None else frame.unionByName(part, allowMissingColumns=True)
        if frame is None:
            schema = _schema([*table["StorageDescriptor"]["Columns"], *keys])
            frame = self._context.spark_session.createDataFrame([], schema)
        return frame

    def partitions(self, database, name, expression=None, catalog_id=None):
        given = {"DatabaseName": database, "TableName": name, **_catalog(catalog_id)}
        if expression:
            given["Expression"] = expression
        for page in self.client.get_paginator("get_partitions").paginate(**given):
            yield from page["Partitions"]

    # -- writing

    def write(self, frame, database, name, options, catalog_id):
        """Adds rows to the table's files; the catalog follows when `enableUpdateCatalog` is set."""
        table = self.table(database, name, catalog_id)
        options = dict(options or {})
        if _classification(table) in jdbc.TYPES:
            given = {"dbtable": table["StorageDescriptor"]["Location"].split(".", 1)[1], **options}
            if connection := table.get("Parameters", {}).get("connectionName"):
                given["connectionName"] = connection
            return jdbc.write(self._context, _classification(table), frame, given)
        update = formats.truth(options.pop("enableUpdateCatalog", False))
        behaviour = options.pop("updateBehavior", "UPDATE_IN_DATABASE")
        keys = options.pop("partitionKeys", [key["Name"] for key in table.get("PartitionKeys", [])])
        if options:
            refuse(f"write from_catalog option {', '.join(sorted(options))}")
        format, format_options = _format(table)
        location = table["StorageDescriptor"]["Location"]
        formats.write(frame, format, {"path": location, "partitionKeys": keys}, format_options)
        if update:
            self.record(frame, database, name, location, format, format_options, keys, behaviour, catalog_id)

    def record(self, frame, database, name, location, format, format_options, keys, behaviour, catalog_id=None):
        """Makes or updates the table of what was written, and adds its new partitions."""
        storage = {"Columns": _columns(frame, keys, False), "Location": location, **_storage(format, format_options)}
        table_input = {
            "Name": name,
            "TableType": "EXTERNAL_TABLE",
            "Parameters": {"classification": format, "EXTERNAL": "TRUE"},
            "PartitionKeys": _columns(frame, keys, True),
            "StorageDescriptor": storage,
        }
        given = {"DatabaseName": database, "TableInput": table_input, **_catalog(catalog_id)}
        try:
            self.client.create_table(**given)
        except self.client.exceptions.AlreadyExistsException:
            if behaviour == "UPDATE_IN_DATABASE":
                self.client.update_table(**given)
        if keys:
            self._add_partitions(frame, database, name, storage, keys, catalog_id)

    def _add_partitions(self, frame, database, name, storage, keys, catalog_id):
        known = {tuple(partition["Values"]) for partition in self.partitions(database, name, None, catalog_id)}
        texts = [paths.column((key,)).cast("string").alias(key) for key in keys]
        new = []
        for row in frame.select(*texts).distinct().collect():
            values = tuple("__HIVE_DEFAULT_PARTITION__" if value is None else value for value in row)
            if values not in known:
                folder = "/".join(f"{key}={_escaped(value)}" for key, value in zip(keys, values))
                location = f"{storage['Location'].rstrip('/')}/{folder}/"
                new.append({"Values": list(values), "StorageDescriptor": {**storage, "Location": location}})
        for some in (new[at : at + 100] for at in range(0, len(new), 100)):
            answer = self.client.batch_create_partition(
                DatabaseName=database, TableName=name, PartitionInputList=some, **_catalog(catalog_id)
            )
            for problem in answer.get("Errors", []):
                if problem.get("ErrorDetail", {}).get("ErrorCode") != "AlreadyExistsException":
                    raise RuntimeError(f"partition {problem.get('PartitionValues')} of {name}: {problem['ErrorDetail']}")


def _catalog(catalog_id):
    return {"CatalogId": catalog_id} if catalog_id else {}


def _escaped(value):
    """A partition value as Spark names its folder."""
    return "".join(f"%{ord(c):02X}" if c in '"#%\'*/:=?\\\x7f{[]^' or ord(c) < 32 else c for c in value)


def _columns(frame, keys, partition):
    return [
        {"Name": field.name, "Type": field.dataType.simpleString()}
        for field in frame.schema.fields
        if (field.name in keys) == partition
    ]


def _schema(columns):
    return StructType([StructField(column["Name"], gluetypes.spark_type(column["Type"])) for column in columns])


def _classification(table):
    return table.get("Parameters", {}).get("classification", "").lower()


def _format(table):
    """(format, format options) of a table of files."""
    name = _classification(table)
    serde = table["StorageDescriptor"].get("SerdeInfo", {})
    if not name:
        library = serde.get("SerializationLibrary", "")
        name = next((format for format, (_in, _out, own) in STORAGE.items() if own == library), "")
    name = formats.checked_format(name)
    return name, _csv_options(table, serde) if name == "csv" else {}


def _csv_options(table, serde):
    given = {**table.get("Parameters", {}), **serde.get("Parameters", {})}
    header = given.get("skip.header.line.count", "0") != "0" or given.get("areColumnsQuoted") == "header"
    options = {"withHeader": header, "writeHeader": header}
    separator = given.get("field.delim") or given.get("separatorChar") or given.get("delimiter")
    if separator:
        options["separator"] = separator
    return options


def _storage(format, format_options):
    inputs, outputs, serde = STORAGE[format]
    info = {"SerializationLibrary": serde}
    if format == "csv":
        info["Parameters"] = {"field.delim": format_options.get("separator", ",")}
        if formats.truth(format_options.get("writeHeader", True)):
            info["Parameters"]["skip.header.line.count"] = "1"
    return {"InputFormat": inputs, "OutputFormat": outputs, "SerdeInfo": info}
