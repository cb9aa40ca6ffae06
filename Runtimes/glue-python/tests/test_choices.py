import pytest
from conftest import rows

from awsglue.dynamicframe import ResolveOption
from awsglue.gluetypes import ChoiceType, IntegerType, StringType
from awsglue.transforms import ResolveChoice, Union


@pytest.fixture
def mixed(frame):
    """`v` is an int in one record and a string in two."""
    return Union.apply(frame([(1, 7)], "id int, v int"), frame([(2, "8"), (3, "nine")], "id int, v string"))


def test_union_of_different_types_is_a_choice(mixed):
    assert mixed.schema().field_map["v"].dataType == ChoiceType([IntegerType(), StringType()])
    assert rows(mixed) == [
        {"id": 1, "v": {"int": 7, "string": None}},
        {"id": 2, "v": {"int": None, "string": "8"}},
        {"id": 3, "v": {"int": None, "string": "nine"}},
    ]


def test_cast(mixed):
    cast = ResolveChoice.apply(frame=mixed, specs=[("v", "cast:int")])
    assert [row["v"] for row in rows(cast)] == [7, 8, None]
    assert cast.schema().field_map["v"].dataType == IntegerType()


def test_project_keeps_the_values_of_one_type(mixed):
    assert [row["v"] for row in rows(mixed.resolveChoice(specs=[("v", "project:string")]))] == [None, "8", "nine"]
    with pytest.raises(ValueError, match="no values of type double"):
        mixed.resolveChoice(specs=[("v", "project:double")])


def test_make_cols(mixed):
    assert rows(mixed.resolveChoice(choice="make_cols"))[0] == {"id": 1, "v_int": 7, "v_string": None}


def test_make_struct_is_no_choice_any_more(mixed):
    made = mixed.resolveChoice(choice="make_struct")
    assert made.schema().field_map["v"].dataType.typeName() == "struct"


def test_one_action_for_all_leaves_other_fields_alone(mixed):
    assert mixed.resolveChoice(choice="cast:string").toDF().dtypes == [("id", "int"), ("v", "string")]


def test_match_catalog_casts_to_the_tables_types(mixed, aws):
    columns = [{"Name": "id", "Type": "bigint"}, {"Name": "v", "Type": "string"}]
    table = {"Name": "t", "StorageDescriptor": {"Columns": columns, "Location": "s3://lake/t/"}}
    aws.client("glue").create_table(DatabaseName="db", TableInput=table)
    matched = mixed.resolveChoice(choice="match_catalog", database="db", table_name="t")
    assert matched.toDF().dtypes == [("id", "bigint"), ("v", "string")]


def test_wrong_arguments(mixed):
    for given in ({}, {"specs": [("v", "cast:int")], "choice": "make_cols"}, {"choice": "guess"}, {"choice": "match_catalog"}):
        with pytest.raises(ValueError):
            mixed.resolveChoice(**given)
    with pytest.raises(ValueError, match="does not exist"):
        mixed.resolveChoice(specs=[("w", "cast:int")])


def test_to_df_with_options(mixed):
    assert mixed.toDF([ResolveOption("v", "Project", StringType())]).dtypes == [("id", "int"), ("v", "string")]


def test_union_fills_missing_fields_with_null(frame):
    both = frame([(1,)], "a int").union(frame([(2,)], "b int"))
    assert rows(both) == [{"a": 1, "b": None}, {"a": None, "b": 2}]
