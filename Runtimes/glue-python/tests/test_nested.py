import json

from conftest import rows

import pytest
from awsglue.transforms import Relationalize, SelectFromCollection, Spigot, Unbox


def test_relationalize_gives_a_table_for_each_array(frame):
    some = frame(
        [(1, ("x",), [(10, ["p", "q"]), (20, [])]), (2, ("y",), None)],
        "id int, s struct<t:string>, items array<struct<n:int,tags:array<string>>>",
    )
    tables = Relationalize.apply(frame=some, staging_path="s3://lake/temp/", name="root")
    assert list(tables.keys()) == ["root", "root_items", "root_items.val.tags"]
    root = rows(SelectFromCollection.apply(tables, "root"))
    assert [set(row) for row in root] == [{"id", "s.t", "items"}] * 2
    key = next(row["items"] for row in root if row["id"] == 1)
    assert next(row["items"] for row in root if row["id"] == 2) is None
    items = rows(tables["root_items"])
    assert [(row["id"], row["index"], row["items.val.n"]) for row in items] == [(key, 0, 10), (key, 1, 20)]
    tags = rows(tables["root_items.val.tags"])
    assert [(row["id"], row["index"], row["items.val.tags.val"]) for row in tags] == [
        (items[0]["items.val.tags"], 0, "p"),
        (items[0]["items.val.tags"], 1, "q"),
    ]


def test_a_map_cannot_be_relationalized(frame):
    with pytest.raises(NotImplementedError, match="map 'm'"):
        frame([({"a": 1},)], "m map<string,int>").relationalize("root")


def test_unbox_parses_json_text(frame):
    some = frame([(1, '{"a": 1, "b": {"c": "x"}}'), (2, None)], "id int, text string")
    boxed = Unbox.apply(frame=some, path="text", format="json")
    assert rows(boxed)[0] == {"id": 1, "text": {"a": 1, "b": {"c": "x"}}}
    assert rows(boxed)[1] == {"id": 2, "text": None}
    with pytest.raises(NotImplementedError, match="'avro'"):
        some.unbox("text", "avro")


def test_spigot_writes_a_sample_and_passes_everything_on(frame, folder):
    local, s3 = folder
    some = frame([(n,) for n in range(10)], "n int")
    assert Spigot.apply(some, s3 + "sample", {"topk": 3}).count() == 10
    lines = [json.loads(line) for part in (local / "sample").glob("part-*") for line in part.read_text().splitlines()]
    assert len(lines) == 3 and all(set(line) == {"n"} for line in lines)
