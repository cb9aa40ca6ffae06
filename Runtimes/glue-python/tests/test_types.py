import pytest
from pyspark.sql import types as T

from awsglue import gluetypes as G


@pytest.mark.parametrize(
    "text", ["int", "bigint", "smallint", "tinyint", "float", "double", "string", "boolean", "date", "timestamp", "binary",
             "decimal(12,3)", "array<int>", "map<string,double>", "struct<a:int,b:array<struct<c:string>>>"],
)  # fmt: skip
def test_types_go_to_spark_and_back(text):
    kind = G.spark_type(text)
    assert kind.simpleString() == text
    assert G.to_spark(G.from_spark(kind)) == kind


@pytest.mark.parametrize("name, spark", [("long", "bigint"), ("integer", "int"), ("short", "smallint"), ("byte", "tinyint"), ("Long", "bigint")])
def test_glues_names_of_types(name, spark):
    assert G.spark_type(name).simpleString() == spark


def test_types_as_json():
    kind = G.StructType([G.Field("a", G.ChoiceType([G.LongType(), G.StringType()]))])
    assert kind.jsonValue()["fields"][0]["container"] == {
        "dataType": "choice", "choices": [{"dataType": "long"}, {"dataType": "string"}],
    }  # fmt: skip


def test_what_glue_does_not_have():
    with pytest.raises(ValueError, match="no counterpart"):
        G.from_spark(T.DayTimeIntervalType())
