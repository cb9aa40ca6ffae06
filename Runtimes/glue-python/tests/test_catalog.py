import pytest
from conftest import rows


@pytest.fixture
def sink(glue_context, aws):
    def write(frame, path, table="t", format="parquet", **options):
        sink = glue_context.getSink("s3", path=path, enableUpdateCatalog=True, updateBehavior="UPDATE_IN_DATABASE", **options)
        sink.setFormat(format)
        sink.setCatalogInfo(catalogDatabase="db", catalogTableName=table)
        sink.writeFrame(frame)
        return aws.client("glue").get_table(DatabaseName="db", Name=table)["Table"]

    return write


def test_a_sink_makes_the_table_and_its_partitions(glue_context, frame, folder, sink, aws):
    _, s3 = folder
    some = frame([(1, 2013, "a b"), (2, 2014, "c")], "n bigint, year int, k string")
    table = sink(some, s3 + "t", partitionKeys=["year", "k"])
    assert table["StorageDescriptor"]["Columns"] == [{"Name": "n", "Type": "bigint"}]
    assert [(key["Name"], key["Type"]) for key in table["PartitionKeys"]] == [("year", "int"), ("k", "string")]
    assert table["Parameters"]["classification"] == "parquet"
    partitions = aws.client("glue").get_partitions(DatabaseName="db", TableName="t")["Partitions"]
    assert sorted(tuple(one["Values"]) for one in partitions) == [("2013", "a b"), ("2014", "c")]
    back = glue_context.create_dynamic_frame.from_catalog(database="db", table_name="t")
    assert back.toDF().dtypes == [("n", "bigint"), ("year", "int"), ("k", "string")]
    assert rows(back) == rows(some)


def test_new_partitions_are_added_and_columns_updated(glue_context, frame, folder, sink, aws):
    _, s3 = folder
    sink(frame([(1, 1)], "n int, p int"), s3 + "t", partitionKeys=["p"])
    table = sink(frame([(2, "x", 2)], "n int, m string, p int"), s3 + "t", partitionKeys=["p"])
    assert [column["Name"] for column in table["StorageDescriptor"]["Columns"]] == ["n", "m"]
    back = glue_context.create_dynamic_frame.from_catalog("db", "t")
    assert rows(back) == [{"n": 1, "p": 1, "m": None}, {"n": 2, "m": "x", "p": 2}]


def test_a_predicate_chooses_partitions(glue_context, frame, folder, sink):
    _, s3 = folder
    sink(frame([(1, "x"), (2, "y")], "n int, p string"), s3 + "t", partitionKeys=["p"])
    back = glue_context.create_dynamic_frame.from_catalog("db", "t", push_down_predicate="p = 'y'")
    assert rows(back) == [{"n": 2, "p": "y"}]


def test_csv_tables_have_the_catalogs_types(glue_context, folder, aws):
    local, s3 = folder
    (local / "a.csv").write_text("n|d\n1|2013-01-02\n")
    serde = {
        "SerializationLibrary": "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
        "Parameters": {"field.delim": "|", "skip.header.line.count": "1"},
    }
    columns = [{"Name": "n", "Type": "int"}, {"Name": "d", "Type": "date"}]
    storage = {"Columns": columns, "Location": s3, "SerdeInfo": serde}
    table = {"Name": "c", "StorageDescriptor": storage, "Parameters": {"classification": "csv"}}
    aws.client("glue").create_table(DatabaseName="db", TableInput=table)
    frame = glue_context.create_data_frame.from_catalog("db", "c")
    assert frame.dtypes == [("n", "int"), ("d", "date")]
    assert [tuple(map(str, row)) for row in frame.collect()] == [("1", "2013-01-02")]


def test_writing_to_a_catalog_table_adds_rows(glue_context, frame, folder, sink):
    _, s3 = folder
    sink(frame([(1,)], "n int"), s3 + "t")
    glue_context.write_dynamic_frame.from_catalog(frame([(2,)], "n int"), "db", "t")
    assert rows(glue_context.create_dynamic_frame.from_catalog("db", "t")) == [{"n": 1}, {"n": 2}]


def test_a_table_without_partitions_yet_is_empty(glue_context, aws):
    key = [{"Name": "p", "Type": "int"}]
    storage = {"Columns": [{"Name": "n", "Type": "int"}], "Location": "s3://lake/none/"}
    table = {"Name": "e", "StorageDescriptor": storage, "PartitionKeys": key, "Parameters": {"classification": "parquet"}}
    aws.client("glue").create_table(DatabaseName="db", TableInput=table)
    assert glue_context.create_dynamic_frame.from_catalog("db", "e").count() == 0


def test_a_table_that_does_not_exist(glue_context, aws):
    with pytest.raises(glue_context.catalog.client.exceptions.EntityNotFoundException):
        glue_context.create_dynamic_frame.from_catalog("db", "nothing")


def test_enable_update_catalog_needs_a_table(glue_context, frame, folder):
    _, s3 = folder
    sink = glue_context.getSink("s3", path=s3 + "t", enableUpdateCatalog=True)
    sink.setFormat("parquet")
    with pytest.raises(ValueError, match="setCatalogInfo"):
        sink.writeFrame(frame([(1,)], "n int"))


def test_a_jdbc_connections_properties(glue_context, aws):
    properties = {"JDBC_CONNECTION_URL": "jdbc:postgresql://h:5432/lake", "USERNAME": "u", "PASSWORD": "p"}
    connection = {"Name": "pg", "ConnectionType": "JDBC", "ConnectionProperties": properties}
    aws.client("glue").create_connection(ConnectionInput=connection)
    conf = glue_context.extract_jdbc_conf("pg")
    assert (conf["fullUrl"], conf["url"]) == ("jdbc:postgresql://h:5432/lake", "jdbc:postgresql://h:5432")
    assert (conf["user"], conf["password"], conf["vendor"]) == ("u", "p", "postgresql")


def test_the_database_of_a_url_can_be_replaced():
    from awsglue.jdbc import in_database

    assert in_database("jdbc:postgresql://h:5432/a?ssl=true", "b") == "jdbc:postgresql://h:5432/b?ssl=true"
    assert in_database("jdbc:postgresql://h:5432", "b") == "jdbc:postgresql://h:5432/b"
