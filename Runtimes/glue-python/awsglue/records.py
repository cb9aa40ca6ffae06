"""Rows handed to Python functions one by one: Map, Filter, and the types of what comes back."""

import traceback
from datetime import date, datetime
from decimal import Decimal

from pyspark.sql import functions as F
from pyspark.sql import types as T
from pyspark.storagelevel import StorageLevel

from awsglue import gluetypes

ERROR = "error"


def plain(value):
    """Rows as dicts, through and through."""
    if isinstance(value, T.Row):
        return {name: plain(part) for name, part in zip(value.__fields__, value)}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return value


def filtered(frame, function):
    """(rows for which the function is true, records for which it failed)."""
    schema = T.StructType([T.StructField("keep", T.BooleanType()), T.StructField(ERROR, T.StringType())])

    def judge(row):
        try:
            return bool(function(plain(row))), None
        except Exception:
            return None, traceback.format_exc(limit=-1)

    verdict = F.udf(judge, schema)(F.struct(*(F.col(f"`{name}`") for name in frame.columns)))
    judged = frame.withColumn("__verdict", verdict)
    failed = judged.where(f"__verdict.{ERROR} IS NOT NULL")
    return judged.where("__verdict.keep").drop("__verdict"), _errors(failed, "__verdict")


def _errors(failed, verdict):
    records = [F.col(f"`{name}`") for name in failed.columns if name != verdict]
    return failed.select(F.col(f"{verdict}.{ERROR}").alias("msg"), F.to_json(F.struct(*records)).alias("record"))


def mapped(frame, function):
    """(what the function makes of each record, records for which it failed).

    The function runs once for each record; its results are kept, since their types show only in all of them.
    """
    hints = frame.schema

    def make(row):
        record = plain(row)
        try:
            return function(dict(record)), None, None
        except Exception:
            return None, traceback.format_exc(limit=-1), record

    made = frame.rdd.map(make).persist(StorageLevel.MEMORY_AND_DISK)
    good = made.filter(lambda result: result[1] is None).map(lambda result: result[0])
    schema = good.mapPartitions(lambda part: [_seen(part, hints)]).fold({}, _both)
    bad = made.filter(lambda result: result[1] is not None).map(lambda result: (result[1], repr(result[2])))
    session = frame.sparkSession
    errors = session.createDataFrame(bad, "msg string, record string")
    return session.createDataFrame(good.map(lambda r: _row(r, schema)), _struct(schema)), errors


def _seen(records, hints):
    """{field: [types]} of the records; a value that still fits the type its field had keeps it."""
    known = {field.name: field.dataType for field in hints.fields}
    fields = {}
    for record in records:
        if not isinstance(record, dict):
            raise TypeError(f"Map: the function gave {type(record).__name__}, expected a record (dict)")
        for name, value in record.items():
            kinds = fields.setdefault(name, [])
            kind = kind_of(value, known.get(name))
            if kind is not None and kind not in kinds:
                kinds.append(kind)
    return fields


def _both(one, other):
    merged = {name: list(kinds) for name, kinds in one.items()}
    for name, kinds in other.items():
        mine = merged.setdefault(name, [])
        mine.extend(kind for kind in kinds if kind not in mine)
    return {name: _merged(kinds) for name, kinds in merged.items()}


def _merged(kinds):
    """Several struct types, and arrays of them, as one; other differences stay."""
    structs = [kind for kind in kinds if isinstance(kind, T.StructType)]
    if len(structs) < 2:
        return kinds
    fields = {}
    for struct in structs:
        for field in struct.fields:
            if isinstance(fields.get(field.name, T.NullType()), T.NullType):
                fields[field.name] = field.dataType
            elif fields[field.name] != field.dataType and not isinstance(field.dataType, T.NullType):
                raise TypeError(f"Map: field '{field.name}' within a struct has several types")
    one = T.StructType([T.StructField(name, kind) for name, kind in fields.items()])
    return [one, *(kind for kind in kinds if not isinstance(kind, T.StructType))]


_KINDS = {
    bool: T.BooleanType(), int: T.LongType(), float: T.DoubleType(), str: T.StringType(), bytes: T.BinaryType(),
    bytearray: T.BinaryType(), date: T.DateType(), datetime: T.TimestampType(),
}  # fmt: skip
_WHOLE = {T.ByteType: 8, T.ShortType: 16, T.IntegerType: 32, T.LongType: 64}


def kind_of(value, hint=None):
    """The Spark type of a Python value; `hint` wins where the value fits it. None for None."""
    if value is None:
        return hint
    if hint is not None and _fits(value, hint):
        return hint
    if isinstance(value, Decimal):
        return T.DecimalType(38, 18)
    if isinstance(value, dict):
        return T.StructType([T.StructField(n, kind_of(v) or T.NullType()) for n, v in value.items()])
    if isinstance(value, (list, tuple)):
        kinds = {kind_of(part) for part in value} - {None}
        if len(kinds) > 1:
            raise TypeError(f"Map: a list has values of several types: {sorted(k.simpleString() for k in kinds)}")
        return T.ArrayType(kinds.pop() if kinds else T.NullType())
    if type(value) in _KINDS:
        return _KINDS[type(value)]
    raise TypeError(f"Map: a value of type {type(value).__name__} has no counterpart in Spark")


def _fits(value, kind):
    if type(kind) in _WHOLE:
        half = 1 << (_WHOLE[type(kind)] - 1)
        return type(value) is int and -half <= value < half
    if isinstance(kind, T.FloatType):
        return type(value) is float
    if isinstance(kind, T.TimestampNTZType):
        return type(value) is datetime
    if isinstance(kind, T.DecimalType):
        return isinstance(value, Decimal)
    if isinstance(kind, T.StructType):
        names = {field.name: field.dataType for field in kind.fields}
        return isinstance(value, dict) and value.keys() == names.keys() and all(
            part is None or _fits(part, names[name]) for name, part in value.items()
        )  # fmt: skip
    if isinstance(kind, T.ArrayType):
        return isinstance(value, list) and all(part is None or _fits(part, kind.elementType) for part in value)
    if isinstance(kind, T.MapType):
        return isinstance(value, dict) and all(part is None or _fits(part, kind.valueType) for part in value.values())
    return type(value) in _KINDS and _KINDS[type(value)] == kind


def _struct(schema):
    fields = []
    for name, kinds in schema.items():
        kinds = kinds or [T.NullType()]
        fields.append(gluetypes.choice_field(name, kinds) if len(kinds) > 1 else T.StructField(name, kinds[0]))
    return T.StructType(fields)


def _row(record, schema):
    return tuple(_cell(record.get(name), kinds) for name, kinds in schema.items())


def _cell(value, kinds):
    """A value for its column; in a choice, a struct with only the value's own type set."""
    if len(kinds) < 2 or value is None:
        return _shaped(value, kinds[0]) if kinds else value
    own = next((kind for kind in kinds if _fits(value, kind)), None) or kind_of(value)
    return tuple(_shaped(value, kind) if kind == own else None for kind in kinds)


def _shaped(value, kind):
    """Dicts as the tuples that Spark wants of a struct, missing parts null."""
    if isinstance(kind, T.StructType) and isinstance(value, dict):
        return tuple(_shaped(value.get(field.name), field.dataType) for field in kind.fields)
    if isinstance(kind, T.ArrayType) and isinstance(value, (list, tuple)):
        return [_shaped(part, kind.elementType) for part in value]
    return value
