"""Files of a bucket: Glue's formats and their options, on Spark's readers and writers."""

from awsglue.refusal import refuse

FORMATS = ("csv", "json", "parquet", "orc", "avro")
# Said to Glue to make it faster; nothing that they would change here.
_HINTS = {
    "groupFiles", "groupSize", "useS3ListImplementation", "maxBand", "maxFilesInBand", "isFailFast", "compressionType",
    "recurse", "paths", "path",
}  # fmt: skip
_CSV = {"separator", "quoteChar", "escaper", "withHeader", "writeHeader", "multiLine", "multiline", "skipFirst"}
_FASTER = {"optimizePerformance", "useGlueParquetWriter", "blockSize", "pageSize"}


def checked_format(name):
    """The format's plain name; what is not served is refused."""
    plain = {"glueparquet": "parquet"}.get(name or "", name)
    if plain not in FORMATS:
        refuse(f"the format '{name}'" if name else "a read or write of files without a format")
    return plain


def truth(value):
    """Glue takes booleans as such and as text."""
    return value if isinstance(value, bool) else str(value).strip().lower() == "true"


def read(spark, format, connection_options, format_options):
    """A DataFrame over files: every value of CSV is text, columns without a header are col0, col1 …"""
    name = checked_format(format)
    options = dict(connection_options)
    if unknown := sorted(set(options) - _HINTS):
        refuse(f"the S3 connection option {', '.join(unknown)}")
    where = options.get("paths") or options.get("path")
    if not where:
        raise ValueError("connection_options has no 'paths'")
    where = [where] if isinstance(where, str) else list(where)
    reader = spark.read
    if truth(options.get("recurse", False)) and not any(_partitioned(spark, path) for path in where):
        reader = reader.option("recursiveFileLookup", "true")
    loaded = _load(reader.options(**_reader_options(name, format_options)), name, where)
    return _glue_names(loaded) if name == "csv" and not truth(format_options.get("withHeader", False)) else loaded


def _load(reader, name, where):
    try:
        return reader.format(name).load(where)
    except Exception as error:
        if name == "avro" and "AVRO" in str(error).upper():
            refuse("the format 'avro' without Spark's avro package")
        raise


def _partitioned(spark, path):
    """True if a folder has subfolders named column=value: those Spark reads through by itself."""
    jvm = spark.sparkContext._jvm
    folder = jvm.org.apache.hadoop.fs.Path(path)
    system = folder.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
    if not system.exists(folder):
        return False
    entries = system.listStatus(folder)
    return any(entry.isDirectory() and "=" in entry.getPath().getName() for entry in entries)


def _glue_names(frame):
    return frame.toDF(*(f"col{number}" for number in range(len(frame.columns))))


def _reader_options(name, given):
    options = dict(given)
    if name == "csv":
        _refuse_unknown(name, options, _CSV | _FASTER)
        if truth(options.get("skipFirst", False)):
            refuse("the csv option skipFirst")
        header = truth(options.get("withHeader", False))
        return {"header": str(header).lower(), "multiLine": _multiline(options), **_csv_characters(options)}
    if name == "json":
        _refuse_unknown(name, options, {"multiLine", "multiline"} | _FASTER)
        return {"multiLine": _multiline(options)}
    _refuse_unknown(name, options, _FASTER)
    return {}


def _multiline(options):
    return str(truth(options.get("multiLine", options.get("multiline", False)))).lower()


def _csv_characters(options):
    quote = options.get("quoteChar", '"')
    return {
        "sep": options.get("separator", ","),
        "quote": "\u0000" if str(quote) == "-1" else quote,
        "escape": options.get("escaper", '"'),
    }


def _refuse_unknown(name, options, known):
    if unknown := sorted(set(options) - known):
        refuse(f"the {name} option {', '.join(unknown)}")


def write(frame, format, connection_options, format_options):
    """Adds the DataFrame's rows as new files, in folders column=value for `partitionKeys`."""
    name = checked_format(format)
    options = dict(connection_options)
    known = {"path", "partitionKeys", "compression", "mergeSchema", "groupFiles", "groupSize"}
    if unknown := sorted(set(options) - known):
        refuse(f"the S3 connection option {', '.join(unknown)}")
    if not options.get("path"):
        raise ValueError("connection_options has no 'path'")
    writer = frame.write.mode("append").options(**_writer_options(name, format_options, options.get("compression")))
    if options.get("partitionKeys"):
        writer = writer.partitionBy(*options["partitionKeys"])
    writer.format(name).save(options["path"])


def _writer_options(name, given, compression):
    options = dict(given)
    compression = options.pop("compression", compression)
    spark = {"compression": compression} if compression else {}
    if name == "csv":
        _refuse_unknown(name, options, _CSV | _FASTER)
        header = truth(options.get("writeHeader", True))
        return {**spark, "header": str(header).lower(), **_csv_characters(options)}
    _refuse_unknown(name, options, _FASTER)
    return spark
