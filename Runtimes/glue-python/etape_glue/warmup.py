"""What an idle host does first, so that a run finds Spark's classes loaded and its usual paths compiled.

Reads and writes the bucket `warm-up`, which the caller provides and removes.
"""

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
folder = "s3://warm-up"
rows = spark.range(20_000).select(
    F.col("id"), (F.col("id") % 7).alias("key"), F.concat(F.lit("v"), F.col("id")).alias("text"))
rows.write.mode("overwrite").option("header", True).csv(folder + "/csv")
read = spark.read.option("header", True).csv(folder + "/csv")
typed = read.withColumn("id", F.col("id").cast("long")).dropDuplicates(["id"])
typed.write.mode("overwrite").partitionBy("key").parquet(folder + "/parquet")
table = spark.read.parquet(folder + "/parquet")
table.join(F.broadcast(rows.select("key").distinct()), "key").groupBy("key").agg(F.count("*"), F.avg("id")).collect()
spark.createDataFrame([(1, "a")], "n int, t string").union(spark.createDataFrame([(2, "b")], "n int, t string")).count()
spark.stop()
