"""Nested data made flat: unnest, and relationalize with a table for each array."""

from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, MapType, StructType
from pyspark.storagelevel import StorageLevel

from awsglue import paths
from awsglue.refusal import refuse


def leaves(schema, at=()):
    """The paths to everything in nested structs that is not a struct itself."""
    for field in schema.fields:
        if isinstance(field.dataType, StructType):
            yield from leaves(field.dataType, (*at, field.name))
        else:
            yield (*at, field.name), field.dataType


def unnested(frame):
    """Structs replaced by their fields, named by path: `a.b`. Arrays and maps stay."""
    return frame.select(*(paths.column(parts).alias(".".join(parts)) for parts, _ in leaves(frame.schema)))


def relationalized(frame, root):
    """{table name: DataFrame}: the root, flat, and for each array a table of its elements.

    In place of an array the table has a number, `id` of the elements' table, which also has `index` (from 0) and the
    elements as `NAME.val`, or `NAME.val.FIELD` for structs.
    """
    tables = {}
    _flatten(frame, root, root, tables)
    return tables


def _flatten(frame, name, root, tables):
    flat = unnested(frame)
    arrays = []
    for field in flat.schema.fields:
        if isinstance(field.dataType, MapType):
            refuse(f"relationalize of the map '{field.name}'")
        if isinstance(field.dataType, ArrayType):
            arrays.append(field.name)
    if not arrays:
        tables[name] = flat
        return
    flat = flat.withColumn("__id", F.monotonically_increasing_id()).persist(StorageLevel.MEMORY_AND_DISK)
    key = {array: F.when(paths.column((array,)).isNotNull(), F.col("__id") + 1) for array in arrays}
    columns = [key.get(column, paths.column((column,))).alias(column) for column in flat.columns if column != "__id"]
    tables[name] = flat.select(*columns)
    for array in arrays:
        elements = flat.select((F.col("__id") + 1).alias("id"), F.posexplode(paths.column((array,))))
        value = array if array.endswith(".val") else f"{array}.val"
        table = elements.select("id", F.col("pos").alias("index"), F.col("col").alias(value))
        _flatten(table, f"{root}_{array}", root, tables)
