import pytest
from conftest import rows


def read(glue_context, path, format, **options):
    return glue_context.create_dynamic_frame.from_options("s3", {"paths": [path]}, format, options)


def test_csv_with_a_header_is_all_text(glue_context, folder):
    local, s3 = folder
    (local / "a.csv").write_text('id;name\n1;"x;y"\n2;\n')
    frame = read(glue_context, s3, "csv", withHeader=True, separator=";")
    assert frame.toDF().dtypes == [("id", "string"), ("name", "string")]
    assert rows(frame) == [{"id": "1", "name": "x;y"}, {"id": "2", "name": None}]


def test_csv_without_a_header_has_numbered_columns(glue_context, folder):
    local, s3 = folder
    (local / "a.csv").write_text('1,"a\n')
    assert rows(read(glue_context, s3, "csv", quoteChar=-1)) == [{"col0": "1", "col1": '"a'}]


def test_csv_is_written_with_a_header_unless_told_otherwise(glue_context, frame, folder):
    local, s3 = folder
    some = frame([(1, 'a"b')], "n int, s string").coalesce(1)
    for name, options, text in (("h", {}, 'n,s\n1,"a""b"\n'), ("n", {"writeHeader": False, "separator": "|"}, '1|"a""b"\n')):
        glue_context.write_dynamic_frame.from_options(some, "s3", {"path": s3 + name}, "csv", options)
        assert [part.read_text() for part in (local / name).glob("part-*")] == [text]


@pytest.mark.parametrize("format", ["json", "parquet", "glueparquet", "orc"])
def test_files_come_back_as_written(glue_context, frame, folder, format):
    _, s3 = folder
    some = frame([(1, "a"), (2, None)], "n bigint, s string")
    glue_context.write_dynamic_frame.from_options(some, "s3", {"path": s3 + "t"}, format)
    assert rows(read(glue_context, s3 + "t", format)) == rows(some)


def test_writing_adds_to_what_is_there(glue_context, frame, folder):
    _, s3 = folder
    for n in (1, 2):
        glue_context.write_dynamic_frame.from_options(frame([(n,)], "n int"), "s3", {"path": s3 + "t"}, "parquet")
    assert rows(read(glue_context, s3 + "t", "parquet")) == [{"n": 1}, {"n": 2}]


def test_partition_keys_become_folders_and_come_back(glue_context, frame, folder):
    local, s3 = folder
    some = frame([(1, "x"), (2, "y")], "n int, k string")
    glue_context.write_dynamic_frame.from_options(
        some, connection_type="s3", connection_options={"path": s3 + "t", "partitionKeys": ["k"]}, format="parquet"
    )
    assert sorted(entry.name for entry in (local / "t").iterdir() if entry.is_dir()) == ["k=x", "k=y"]
    back = glue_context.create_dynamic_frame.from_options("s3", {"paths": [s3 + "t"], "recurse": True}, "parquet")
    assert rows(back) == rows(some)
    pruned = glue_context.create_dynamic_frame.from_options(
        "s3", {"paths": [s3 + "t"]}, "parquet", push_down_predicate="k == 'y'"
    )
    assert rows(pruned) == [{"n": 2, "k": "y"}]


def test_recurse_reads_folders_within_folders(glue_context, folder):
    local, s3 = folder
    (local / "in" / "deep").mkdir(parents=True)
    (local / "in" / "deep" / "a.json").write_text('{"n": 1}\n')
    back = glue_context.create_dynamic_frame.from_options("s3", {"paths": [s3 + "in"], "recurse": True}, "json")
    assert rows(back) == [{"n": 1}]


@pytest.mark.parametrize(
    "call, word",
    [
        (lambda c: c.create_dynamic_frame.from_options("s3", {"paths": ["s3://lake/x"]}, "xml"), "'xml'"),
        (lambda c: c.create_dynamic_frame.from_options("s3", {"paths": ["s3://lake/x"], "exclusions": "[]"}, "json"), "exclusions"),
        (lambda c: c.create_dynamic_frame.from_options("s3", {"paths": ["s3://lake/x"]}, "json", {"jsonPath": "$"}), "jsonPath"),
        (lambda c: c.create_dynamic_frame.from_options("dynamodb", {}), "'dynamodb'"),
        (lambda c: c.create_dynamic_frame.from_options("mysql", {"url": "jdbc:mysql://h/d", "dbtable": "t"}), "com.mysql"),
        (lambda c: c.transition_s3_path("s3://lake/x"), "transition_s3_path"),
        (lambda c: c.start_transaction(True), "start_transaction"),
        (lambda c: c.purge_s3_path("s3://lake/x", {"manifestFilePath": "s3://lake/m"}), "manifestFilePath"),
    ],
)
def test_what_is_not_served_is_refused_by_name(glue_context, call, word):
    with pytest.raises(NotImplementedError, match=word):
        call(glue_context)


@pytest.mark.parametrize("name", ["FillMissingValues", "FindMatches", "EvaluateDataQuality"])
def test_transforms_that_are_not_served_are_refused_by_name(frame, name):
    import awsglue.transforms

    with pytest.raises(NotImplementedError, match=name):
        getattr(awsglue.transforms, name).apply(frame=frame([(1,)], "n int"))


def test_a_method_that_is_not_served_is_refused_by_name(frame):
    with pytest.raises(NotImplementedError, match="DynamicFrame.simplify_ddb_json"):
        frame([(1,)], "n int").simplify_ddb_json()


def test_avro_without_its_package_is_refused(glue_context, folder):
    _, s3 = folder
    with pytest.raises(NotImplementedError, match="avro"):
        read(glue_context, s3, "avro")


def test_purge_deletes_what_is_old_enough_and_lies_under_the_path(glue_context, aws):
    s3 = aws.client("s3")
    for key in ("old/a", "old/b/c", "older/d"):
        s3.put_object(Bucket="lake", Key=key, Body=b"1")
    glue_context.purge_s3_path("s3://lake/old/", {"retentionPeriod": 1})
    assert len(s3.list_objects_v2(Bucket="lake")["Contents"]) == 3
    glue_context.purge_s3_path("s3://lake/old/", {"retentionPeriod": 0})
    assert [one["Key"] for one in s3.list_objects_v2(Bucket="lake")["Contents"]] == ["older/d"]


def test_frames_from_rdds_and_sources(glue_context, spark, folder):
    local, s3 = folder
    assert rows(glue_context.create_dynamic_frame.from_rdd(spark.sparkContext.parallelize([(1,)]), "n", "n int")) == [{"n": 1}]
    (local / "a.csv").write_text("n\n1\n")
    source = glue_context.getSource("s3", paths=[s3])
    source.setFormat("csv", withHeader=True)
    assert rows(source.getFrame()) == [{"n": "1"}]


def test_schema_and_records_are_printed(frame, capsys):
    some = frame([(1, ("a",))], "n int, s struct<t:string>")
    some.printSchema()
    some.show()
    assert capsys.readouterr().out == 'root\n|-- n: int\n|-- s: struct\n|    |-- t: string\n{"n":1,"s":{"t":"a"}}\n'


def test_a_logger_writes_lines_to_standard_error(glue_context, capsys):
    glue_context.get_logger().warn("careful")
    assert capsys.readouterr().err.endswith("WARN  careful\n")
