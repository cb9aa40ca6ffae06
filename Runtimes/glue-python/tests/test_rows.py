import pytest
from conftest import rows

from awsglue.transforms import Filter, Join, Map, SplitRows, mergeDynamicFrame


def test_filter_by_a_python_function(frame):
    some = frame([(1, ("a",)), (2, ("b",)), (None, None)], "n int, s struct<c:string>")
    kept = Filter.apply(frame=some, f=lambda record: record["s"] is not None and record["s"]["c"] == "b")
    assert rows(kept) == [{"n": 2, "s": {"c": "b"}}]


def test_a_record_that_the_function_fails_for_goes_to_the_errors(frame):
    some = frame([(1,), (0,), (4,)], "n int")
    kept = some.filter(lambda record: 4 / record["n"] > 1)
    assert rows(kept) == [{"n": 1}]
    assert kept.errorsCount() == kept.stageErrorsCount() == 1
    error = rows(kept.errorsAsDynamicFrame())[0]["error"]
    assert "ZeroDivisionError" in error["msg"] and error["record"] == '{"n":0}'
    with pytest.raises(RuntimeError, match="threshold 0"):
        kept.assertErrorThreshold()
    with pytest.raises(RuntimeError, match="1 errors in the step .* ZeroDivisionError"):
        some.filter(lambda record: 4 / record["n"] > 1, stageThreshold=1)


def test_errors_add_up_over_steps(frame):
    def odd_only(record):
        assert record["n"] % 2, "even"
        return record

    once = frame([(n,) for n in range(6)], "n int").map(odd_only)
    twice = once.filter(lambda record: 1 / (record["n"] - 5))
    assert (once.errorsCount(), twice.stageErrorsCount(), twice.errorsCount()) == (3, 1, 4)
    with pytest.raises(RuntimeError, match="4 errors so far"):
        once.filter(lambda record: 1 / (record["n"] - 5), totalThreshold=4)


def test_map_keeps_types_that_still_fit_and_finds_new_ones(frame):
    def shout(record):
        record["name"] = record["name"].upper()
        record["length"] = len(record["name"])
        record["tags"] = [{"t": c} for c in record["name"]]
        return record

    mapped = Map.apply(frame=frame([(1, "ab"), (2, "c")], "n int, name string"), f=shout)
    assert mapped.toDF().dtypes == [
        ("n", "int"), ("name", "string"), ("length", "bigint"), ("tags", "array<struct<t:string>>"),
    ]  # fmt: skip
    assert rows(mapped)[0] == {"n": 1, "name": "AB", "length": 2, "tags": [{"t": "A"}, {"t": "B"}]}


def test_map_runs_its_function_once_for_each_record(frame, spark):
    calls = spark.sparkContext.accumulator(0)

    def count(record):
        calls.add(1)
        return record

    mapped = frame([(n,) for n in range(10)], "n int").map(count)
    assert mapped.count() == 10 and mapped.count() == 10
    assert calls.value == 10


def test_map_with_values_of_several_types_gives_a_choice(frame):
    mapped = frame([(1,), (2,)], "n int").map(lambda record: {"v": record["n"] if record["n"] == 1 else "two"})
    assert mapped.schema().field_map["v"].dataType.typeName() == "choice"
    assert rows(mapped.resolveChoice(specs=[("v", "cast:string")])) == [{"v": "1"}, {"v": "two"}]


def test_map_must_give_records(frame):
    with pytest.raises(Exception, match="expected a record"):
        frame([(1,)], "n int").map(lambda record: 5)


def test_join_keeps_both_sides_keys_and_marks_equal_names(frame):
    left, right = frame([(1, "a"), (2, "b")], "id int, x string"), frame([(1, "c"), (3, "d")], "id int, y string")
    assert rows(Join.apply(left, right, ["id"], ["id"])) == [{"id": 1, "x": "a", ".id": 1, "y": "c"}]
    with pytest.raises(ValueError):
        left.join(["id"], ["id", "y"], right)


def test_split_rows_puts_every_row_in_one_of_two(frame):
    some = frame([(n,) for n in (1, 5, 9)] + [(None,)], "n int")
    parts = SplitRows.apply(some, {"n": {">": 1, "<=": 5}}, "in", "out")
    assert rows(parts["in"]) == [{"n": 5}]
    assert rows(parts["out"]) == [{"n": 1}, {"n": 9}, {"n": None}]


def test_merge_replaces_rows_of_the_same_key(frame):
    old, new = frame([(1, "a"), (2, "b")], "id int, v string"), frame([(2, "B"), (3, "C")], "id int, v string")
    assert rows(mergeDynamicFrame.apply(old, new, ["id"])) == [
        {"id": 1, "v": "a"}, {"id": 2, "v": "B"}, {"id": 3, "v": "C"},
    ]  # fmt: skip


def test_partitions(frame):
    some = frame([(n,) for n in range(10)], "n int").repartition(4)
    assert some.getNumPartitions() == 4
    assert some.coalesce(1).getNumPartitions() == 1
