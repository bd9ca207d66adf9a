import pytest

import stance
from stance.records import FOUND

from .helpers import CUED, expected, texts

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
    return spark.createDataFrame([(i, text) for i, text in enumerate(said)], "page long, text string").repartition(
        slices
    )


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


def test_cues_are_judged_with_their_statements(spark):
    import pandas as pd

    frame = spark.createDataFrame(CUED, "text string, cue string").coalesce(1)
    labels = [rows for (rows,) in frame.select(label_udf(topics="nato")("text", "cue")).collect()]
    wanted = expected(pd.DataFrame(CUED, columns=["text", "cue"]), topics="nato")
    assert [len(rows) for rows in labels] == [1] * len(CUED)
    for (ours,), theirs in zip(labels, wanted, strict=True):
        assert ours["stance"] == theirs["stance"]
        assert ours["confidence"] == pytest.approx(theirs["confidence"], abs=1e-12)
    assert labels[0][0]["confidence"] != labels[1][0]["confidence"]


def test_each_text_is_labelled_once(spark, tmp_path):
    """Spark would compute a column that it explodes twice, to see whether it is empty."""
    from pyspark.sql.functions import explode

    frame = frame_of(spark, texts(10), 1).withColumn("labels", label_udf()("text"))
    rows = frame.select("page", explode("labels").alias("label")).filter("label.sentiment is not null")
    plan = rows._jdf.queryExecution().executedPlan().toString()
    assert plan.count("EvalPython") == 1, plan
    compare(frame.select("page", "text", explode("labels").alias("label")).select("*", "label.*"), texts(10))


@pytest.mark.parametrize("kind", ["pandas", "arrow"])
def test_batches_are_answered_in_kind(need, kind):
    """Spark before 4.1 sends pandas, later ones Arrow."""
    need("spark")
    import pandas as pd
    import pyarrow as pa

    said = ["We want to join NATO.", None, "..."]
    batch = pd.Series(said, index=[5, 6, 7]) if kind == "pandas" else pa.array(said)
    answer = label_udf(topics=["nato", "kosovo"]).func(batch)
    found = answer.tolist() if kind == "pandas" else answer.to_pylist()
    assert [[row["topic"] for row in rows] for rows in found] == [["nato-membership", "kosovo-independence"]] * 3
    assert found[0][0].keys() == FOUND.keys()
    if kind == "pandas":
        assert answer.index.tolist() == [5, 6, 7]


def test_pandas_udf_where_there_is_no_other(spark, monkeypatch):
    import pyspark.sql.functions

    monkeypatch.delattr(pyspark.sql.functions, "arrow_udf", raising=False)
    said = texts(100)
    compare(exploded(frame_of(spark, said, 2), label_udf()), said)


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


def batch_function(function, kind):
    """Make a function of plain lists a UDF of the kind that labels, so that Spark runs both in one Python worker.

    It travels by value, since workers cannot import the tests.
    """
    import pandas as pd
    import pyarrow as pa
    from pyspark.sql import functions

    arrow = hasattr(functions, "arrow_udf")

    def of_batch(values):
        answer = function(values.to_pylist() if arrow else values.tolist())
        return pa.array(answer) if arrow else pd.Series(answer)

    hint = pa.Array if arrow else pd.Series
    of_batch.__annotations__ = {"values": hint, "return": hint}
    return (functions.arrow_udf if arrow else functions.pandas_udf)(of_batch, kind)


def test_each_worker_maps_the_model_once(spark, tmp_path):
    """Of all batches that a Python worker process labels, only the first finds no model mapped."""
    stance.load().save(tmp_path / "mine")  # a path of its own: other tests have the shipped model mapped

    def say(values):
        import os

        from stance.remote import _mapped

        return [f"{os.getpid()} {_mapped.cache_info().misses}"] * len(values)

    label, say = label_udf(tmp_path / "mine"), batch_function(say, "string")
    frame = frame_of(spark, texts(1200), 8)
    seen = [row["seen"].split() for row in frame.select(say(label("text")).alias("seen")).distinct().collect()]
    assert seen and all(int(misses) > 0 for _, misses in seen)
    assert len({pid for pid, _ in seen}) == len(seen)


def test_no_model_travels(spark, tmp_path):
    from pyspark.cloudpickle import dumps

    stance.load().save(tmp_path / "mine")
    for model in (None, tmp_path / "mine", stance.load(tmp_path / "mine"), stance.load()):
        assert len(dumps(label_udf(model).func)) < 5_000


def test_a_worker_killed_midway(spark, tmp_path):
    """A Python worker dies after its first batch; Spark runs the task again, and no row is lost or there twice."""
    mark, again = tmp_path / "killed", tmp_path / "again"

    def die_once(values):
        import os
        import signal

        from pyspark import TaskContext

        if any("the 80th time" in value for value in values):  # in the second batch of its task
            try:
                os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                again.write_text(str(TaskContext.get().attemptNumber()))
            else:
                os.kill(os.getpid(), signal.SIGKILL)
        return values

    said = texts(800)
    frame = spark.createDataFrame(list(enumerate(said)), "page long, text string").coalesce(2)
    die_once, label = batch_function(die_once, "string"), label_udf()
    from pyspark.sql.functions import explode

    labels = frame.select("*", explode(label(die_once("text"))).alias("label")).select("*", "label.*")
    compare(labels, said)
    assert mark.exists() and again.read_text() == "1"


def test_mistakes_are_told_at_once(need):
    need("spark")
    for options, message in (
        ({"topics": "moon"}, "unknown topic 'moon'"),
        ({"min_confidence": 2}, "min_confidence must lie between 0 and 1"),
        ({"model": stance.Model(stance.load()._heads)}, r"save it with model\.save"),
    ):
        with pytest.raises(stance.StanceError, match=message):
            label_udf(**options)


def test_a_mistake_that_only_workers_see_is_told(spark):
    from pyspark.errors import PythonException

    with pytest.raises(PythonException, match="/nowhere: there is no such folder"):
        frame_of(spark, texts(4), 1).select(label_udf("/nowhere")("text")).collect()
