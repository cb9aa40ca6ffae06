import pytest
from conftest import rows

from awsglue.transforms import ApplyMapping, DropFields, DropNullFields, RenameField, SelectFields, SplitFields, UnnestFrame

PERSON = "id int, name struct<first:string,last:string>, `a.b` string"


@pytest.fixture
def person(frame):
    return frame([(1, ("Ada", "Lovelace"), "x"), (2, None, "y")], PERSON)


def test_mapping_renames_casts_nests_and_leaves_the_rest_out(person):
    mapped = ApplyMapping.apply(
        frame=person,
        mappings=[("id", "int", "key", "string"), ("name.last", "string", "who.surname", "string"), ("`a.b`", "string", "ab", "string")],
    )
    assert rows(mapped) == [
        {"key": "1", "who": {"surname": "Lovelace"}, "ab": "x"},
        {"key": "2", "who": {"surname": None}, "ab": "y"},
    ]


def test_mapping_finds_names_whatever_their_case_unless_told_otherwise(frame):
    one = frame([(1,)], "Id int")
    assert rows(one.apply_mapping([("ID", "int", "n", "long")])) == [{"n": 1}]
    assert one.apply_mapping([("ID", "int", "n", "long")], case_sensitive=True).toDF().columns == []


def test_mapping_passes_over_missing_fields_and_gives_null_for_what_cannot_be_cast(frame):
    mapped = frame([("7",), ("seven",)], "n string").apply_mapping(
        [("n", "string", "n", "int"), ("gone", "string", "gone", "string")]
    )
    assert rows(mapped) == [{"n": 7}, {"n": None}]


def test_mapping_knows_glues_names_of_types(frame):
    mapped = frame([("1", "2013-01-01", "1.5")], "a string, b string, c string").apply_mapping(
        [("a", "string", "a", "long"), ("b", "string", "b", "date"), ("c", "string", "c", "decimal(5,2)")]
    )
    assert [kind for _, kind in mapped.toDF().dtypes] == ["bigint", "date", "decimal(5,2)"]
    with pytest.raises(ValueError, match="unknown type 'longish'"):
        mapped.apply_mapping([("a", "long", "a", "longish")])


def test_selected_fields_keep_null_structs_null(person):
    assert rows(SelectFields.apply(frame=person, paths=["name.first", "id", "gone"])) == [
        {"name": None, "id": 2},
        {"name": {"first": "Ada"}, "id": 1},
    ]


def test_dropping_the_last_field_of_a_struct_drops_it(person):
    assert person.drop_fields(["name.first"]).toDF().select("name.*").columns == ["last"]
    assert DropFields.apply(frame=person, paths=["name.first", "name.last", "`a.b`"]).toDF().columns == ["id"]


def test_renaming_keeps_the_place_and_reaches_into_structs(person):
    assert RenameField.apply(person, "id", "key").toDF().columns == ["key", "name", "a.b"]
    assert person.rename_field("name.first", "given").toDF().columns == ["id", "name", "a.b", "given"]
    with pytest.raises(ValueError, match="field 'nobody' does not exist"):
        person.rename_field("nobody", "x")


def test_unnest_names_fields_by_their_path(person):
    assert UnnestFrame.apply(frame=person).toDF().columns == ["id", "name.first", "name.last", "a.b"]


def test_split_fields(person):
    parts = SplitFields.apply(person, ["id"], "keys", "others")
    assert {name: part.toDF().columns for name, part in parts.items()} == {"keys": ["id"], "others": ["name", "a.b"]}


def test_drop_null_fields_looks_at_every_record(frame):
    some = frame([(1, None, (None, 1)), (2, None, (None, None))], "a int, b int, c struct<d:string,e:int>")
    assert DropNullFields.apply(frame=some).toDF().dtypes == [("a", "int"), ("c", "struct<e:int>")]


def test_a_path_into_an_array_is_refused(frame):
    with pytest.raises(NotImplementedError, match="array"):
        frame([([(1,)],)], "a array<struct<b:int>>").select_fields(["a.b"])


def test_malformed_paths(person):
    for path in ("name..first", "`id", "name.", ""):
        with pytest.raises(ValueError, match="malformed path"):
            person.select_fields([path])
