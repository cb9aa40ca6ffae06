"""The types of a DynamicFrame's schema, and their way to Spark's types and back.

A ChoiceType, a field whose values have several types, has no counterpart in Spark. It travels as a struct with one
field for each type, of which one at most is not null, marked in the field's metadata; `toDF()` gives the plain struct.
"""

from pyspark.sql import types as spark

__all__ = [
    "ArrayType", "AtomicType", "BinaryType", "BooleanType", "ByteType", "ChoiceType", "DataType", "DateType",
    "DecimalType", "DoubleType", "Field", "FloatType", "IntegerType", "LongType", "MapType", "NullType", "ShortType",
    "StringType", "StructType", "TimestampType", "choice_field", "from_spark", "is_choice", "spark_type", "to_spark",
]  # fmt: skip

CHOICE = "glue.choice"
# Metadata of what is a choice no more: Spark passes empty metadata over.
PLAIN = {CHOICE: False}


class DataType:
    """A type; equal to another of the same kind and parts."""

    def typeName(self):
        return type(self).__name__[: -len("Type")].lower()

    def jsonValue(self):
        return {"dataType": self.typeName()}

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(repr(self))

    def __repr__(self):
        return f"{type(self).__name__}()"


class AtomicType(DataType):
    pass


class NullType(AtomicType):
    pass


class BooleanType(AtomicType):
    pass


class ByteType(AtomicType):
    pass


class ShortType(AtomicType):
    pass


class IntegerType(AtomicType):
    def typeName(self):
        return "int"


class LongType(AtomicType):
    pass


class FloatType(AtomicType):
    pass


class DoubleType(AtomicType):
    pass


class StringType(AtomicType):
    pass


class BinaryType(AtomicType):
    pass


class DateType(AtomicType):
    pass


class TimestampType(AtomicType):
    pass


class DecimalType(AtomicType):
    def __init__(self, precision=10, scale=2):
        self.precision = precision
        self.scale = scale

    def jsonValue(self):
        return {"dataType": "decimal", "precision": self.precision, "scale": self.scale}

    def __repr__(self):
        return f"DecimalType({self.precision},{self.scale})"


class Field:
    """A named part of a struct."""

    def __init__(self, name, dataType, properties=None):
        self.name = name
        self.dataType = dataType
        self.properties = properties or {}

    def jsonValue(self):
        return {"name": self.name, "container": self.dataType.jsonValue(), "properties": self.properties}

    def __eq__(self, other):
        return isinstance(other, Field) and (self.name, self.dataType) == (other.name, other.dataType)

    def __hash__(self):
        return hash(repr(self))

    def __repr__(self):
        return f"Field({self.name}, {self.dataType!r})"


class StructType(DataType):
    def __init__(self, fields=None, properties=None):
        self.fields = list(fields or [])
        self.properties = properties or {}

    @property
    def field_map(self):
        return {field.name: field for field in self.fields}

    def __iter__(self):
        return iter(self.fields)

    def jsonValue(self):
        return {"dataType": "struct", "fields": [field.jsonValue() for field in self.fields]}

    def __repr__(self):
        return f"StructType({self.fields!r})"


class ArrayType(DataType):
    def __init__(self, elementType=None):
        self.elementType = elementType or NullType()

    def jsonValue(self):
        return {"dataType": "array", "elementType": self.elementType.jsonValue()}

    def __repr__(self):
        return f"ArrayType({self.elementType!r})"


class MapType(DataType):
    def __init__(self, valueType=None):
        self.valueType = valueType or NullType()

    def jsonValue(self):
        return {"dataType": "map", "valueType": self.valueType.jsonValue()}

    def __repr__(self):
        return f"MapType({self.valueType!r})"


class ChoiceType(DataType):
    """A field whose values have several types; `choices` is {type name: type}."""

    def __init__(self, choices=None):
        self.choices = {choice.typeName(): choice for choice in choices or []}

    def jsonValue(self):
        return {"dataType": "choice", "choices": [choice.jsonValue() for choice in self.choices.values()]}

    def __repr__(self):
        return f"ChoiceType({list(self.choices.values())!r})"


_ATOMIC = {
    spark.NullType: NullType,
    spark.BooleanType: BooleanType,
    spark.ByteType: ByteType,
    spark.ShortType: ShortType,
    spark.IntegerType: IntegerType,
    spark.LongType: LongType,
    spark.FloatType: FloatType,
    spark.DoubleType: DoubleType,
    spark.StringType: StringType,
    spark.VarcharType: StringType,
    spark.CharType: StringType,
    spark.BinaryType: BinaryType,
    spark.DateType: DateType,
    spark.TimestampType: TimestampType,
    spark.TimestampNTZType: TimestampType,
}
_TO_SPARK = {
    glue: kind for kind, glue in _ATOMIC.items()
    if kind not in (spark.VarcharType, spark.CharType, spark.TimestampNTZType)
}  # fmt: skip

# Type names of mappings and casts, as Glue's documentation and its console write them, to Spark's.
_NAMES = {
    "null": "void", "byte": "tinyint", "short": "smallint", "integer": "int", "long": "bigint", "varchar": "string",
    "char": "string", "bool": "boolean",
}  # fmt: skip


def spark_type(name):
    """Spark's type for Glue's name of it: int, long, string, decimal(10,2), array<int>, struct<a:int> …"""
    text = name.strip()
    kind = text.split("(")[0].lower()
    text = _NAMES.get(kind, text) if kind in ("varchar", "char") else _NAMES.get(text.lower(), text)
    try:
        return spark._parse_datatype_string(text)
    except Exception:
        raise ValueError(f"unknown type '{name}'") from None


def is_choice(field):
    """True for a Spark field that holds a choice."""
    return bool(field.metadata.get(CHOICE)) and isinstance(field.dataType, spark.StructType)


def choice_field(name, kinds):
    """The Spark field of a choice among `kinds`, Spark types."""
    parts = [spark.StructField(type_name(kind), kind) for kind in kinds]
    return spark.StructField(name, spark.StructType(parts), True, {CHOICE: True})


def type_name(kind):
    """Glue's short name of a Spark type."""
    return from_spark(kind).typeName()


def from_spark(kind, field=None):
    """The Glue type of a Spark type; `field` tells whether a struct is a choice."""
    if isinstance(kind, spark.StructType):
        if field is not None and is_choice(field):
            return ChoiceType([from_spark(part.dataType) for part in kind.fields])
        return StructType([Field(part.name, from_spark(part.dataType, part)) for part in kind.fields])
    if isinstance(kind, spark.ArrayType):
        return ArrayType(from_spark(kind.elementType))
    if isinstance(kind, spark.MapType):
        return MapType(from_spark(kind.valueType))
    if isinstance(kind, spark.DecimalType):
        return DecimalType(kind.precision, kind.scale)
    if type(kind) in _ATOMIC:
        return _ATOMIC[type(kind)]()
    raise ValueError(f"Spark's type {kind.simpleString()} has no counterpart in Glue")


def to_spark(kind):
    """The Spark type of a Glue type."""
    if isinstance(kind, StructType):
        fields = [
            choice_field(field.name, [to_spark(choice) for choice in field.dataType.choices.values()])
            if isinstance(field.dataType, ChoiceType)
            else spark.StructField(field.name, to_spark(field.dataType))
            for field in kind.fields
        ]
        return spark.StructType(fields)
    if isinstance(kind, ArrayType):
        return spark.ArrayType(to_spark(kind.elementType))
    if isinstance(kind, MapType):
        return spark.MapType(spark.StringType(), to_spark(kind.valueType))
    if isinstance(kind, DecimalType):
        return spark.DecimalType(kind.precision, kind.scale)
    if isinstance(kind, ChoiceType):
        return choice_field("choice", [to_spark(choice) for choice in kind.choices.values()]).dataType
    return _TO_SPARK[type(kind)]()
