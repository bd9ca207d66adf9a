import os
import signal

import pytest

import stance
from stance.records import FOUND

from .helpers import expected, plain, texts

pytestmark = pytest.mark.engines


def label_udf(*args, **options):
    import stance.spark

    return stance.spark.label_udf(*args, **options)


def exploded(frame, udf):
    """Follow the recipe of the documentation."""
    from pyspark.sql.functions import explode

    return frame.select("*", explode(udf("text")).alias("label")).select("*", "label.*").drop("label")


def compare(frame, said, **options):
    """See that every statement is there once, and equal to the single machine's."""
    rows = sorted((row.asDict() for row in frame.collect()), key=lambda row: row["page"])  # stable: topics in order
    wanted = expected(said, **options)
    assert [row["page"] for row in rows] == [row["statement"] for row in wanted]
    for ours, theirs in zip(rows, wanted, strict=True):
        for key in ("text", *FOUND):
            if isinstance(ours[key], float):
                assert ours[key] == pytest.approx(theirs[key], abs=1e-12), key
            else:
                assert ours[key] == theirs[key], key


def frame_of(spark, said, slices):
    return spark.createDataFrame([(i, text) for i, text in enumerate(said)], "page long, text string").repartition(slices)


@pytest.mark.parametrize(
    "options",
    [{}, {"topics": ["nato", "kosovo"]}, {"topics": "nato", "min_confidence": 0.7}],
    ids=["found", "asked", "unsure"],
)
def test_equal_to_one_machine(spark, options):
    said = texts(300)
    compare(exploded(frame_of(spark, said, 4), label_udf(**options)), said, **options)


def test_new_topic(spark):
    topic = stance.Topic("bridges", aliases=["bridge"], favor=["We need the bridge."], against=["No new bridge."])
    compare(exploded(frame_of(spark, texts(60), 2), label_udf(topics=[topic])), texts(60), topics=[topic])


def test_schema_and_a_whole_array(spark):
    frame = frame_of(spark, texts(6), 1).select(label_udf(topics=["nato", "kosovo"])("text").alias("labels"))
    fields = frame.schema["labels"].dataType.elementType.fields
    assert {field.name: field.dataType.typeName() for field in fields} == FOUND
    assert [[row["topic"] for row in labels] for (labels,) in frame.collect()] == [
        ["nato-membership", "kosovo-independence"]
    ] * 6


def test_null_texts_lose_no_row(spark):
    frame = spark.createDataFrame([(0, None), (1, ""), (2, "We want to join NATO.")], "page long, text string")
    rows = sorted(exploded(frame, label_udf()).collect(), key=lambda row: row["page"])
    assert [row["reason"] for row in rows] == ["holds no words to judge"] * 2 + [None]
    assert exploded(frame.limit(0), label_udf()).collect() == []


def test_written_and_read_as_parquet(spark, tmp_path):
    said = texts(60)
    exploded(frame_of(spark, said, 2), label_udf()).write.parquet(str(tmp_path / "labels"))
    compare(spark.read.parquet(str(tmp_path / "labels")), said)


def test_each_worker_maps_the_model_once(spark, tmp_path):
    """Every Python worker process says how often it has mapped a model by now."""
    from pyspark.sql.functions import col, pandas_udf

    stance.load().save(tmp_path / "mine")  # a path of its own: other tests have mapped the shipped model

    @pandas_udf("string")
    def count(texts: "pd.Series") -> "pd.Series":  # noqa: F821
        from stance.remote import _mapped

        return texts.map(lambda _: f"{os.getpid()} {_mapped.cache_info().misses}")

    import pandas as pd

    count.func.__globals__["pd"] = pd
    label = label_udf(tmp_path / "mine")
    frame = frame_of(spark, texts(800), 8).withColumn("labels", label("text"))
    frame.count()
    seen = frame.select(count(col("labels")[0]["sentiment"]).alias("seen")).distinct().collect()
    counts = dict(row["seen"].split() for row in seen)
    assert counts
