import os
import pickle
import signal
import time

import numpy as np
import pytest

import stance
from stance.labels import FIELDS

from .helpers import CUED, expected, plain, texts

pytestmark = pytest.mark.engines

KEY = ["partition", "statement", "topic"]


@pytest.fixture(scope="module")
def table(dd):
    import pandas as pd

    said = texts(600)
    return pd.DataFrame(
        {
            "id": [f"s{i}" for i in range(len(said))],
            "text": said,
            "page": range(len(said)),
            "topic": ["of my own"] * len(said),
            "seen": pd.date_range("2020-01-01", periods=len(said)),
        }
    )


@pytest.fixture(scope="module")
def parquet(dd, table, tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    dd.from_pandas(table, npartitions=12).to_parquet(folder)
    return folder


def label(*args, **options):
    import stance.dask

    return stance.dask.label(*args, **options)


def compare(records, source, **options):
    """See that every statement is there once, and equal to the single machine's."""
    wanted = expected(source, **options)
    columns = list(wanted[0])
    found = plain(records.sort_values(["page"], kind="stable"), columns)
    assert len(found) == len(wanted)
    for ours, theirs in zip(found, wanted, strict=True):
        assert ours.keys() == theirs.keys()
        for key in ours.keys() - {"statement"}:
            if isinstance(ours[key], float):
                assert ours[key] == pytest.approx(theirs[key], abs=1e-12), key
            else:
                assert ours[key] == theirs[key], key


@pytest.mark.parametrize(
    "options",
    [{}, {"topics": ["nato", "kosovo"]}, {"topics": "nato", "min_confidence": 0.7}],
    ids=["found", "asked", "unsure"],
)
def test_equal_to_one_machine(cluster, dd, parquet, table, options):
    records = label(dd.read_parquet(parquet), **options).compute()
    compare(records, table, **options)
    assert not records.duplicated(KEY).any()
    assert len(records.drop_duplicates(["partition", "statement"])) == len(table)


def test_new_topic(cluster, dd, table):
    topic = stance.Topic("bridges", aliases=["bridge"], favor=["We need the bridge."], against=["No new bridge."])
    compare(
        label(dd.from_pandas(table.head(60), npartitions=3), topics=[topic]).compute(), table.head(60), topics=[topic]
    )


def test_cues_are_judged_with_their_statements(dd):
    import pandas as pd

    table = pd.DataFrame(CUED, columns=["text", "cue"]).assign(page=range(len(CUED)))
    records = label(dd.from_pandas(table, npartitions=2)).compute(scheduler="sync")
    compare(records, table)
    assert records["confidence"].iloc[0] != records["confidence"].iloc[1]


def test_csv(cluster, dd, table, tmp_path):
    table.to_csv(tmp_path / "archive.csv", index=False)
    frame = dd.read_csv(tmp_path / "archive.csv", blocksize=8192)
    assert frame.npartitions > 3
    compare(label(frame).compute(), table.assign(seen=table["seen"].astype(str)))


def test_schema_is_known_before_computing(dd, parquet):
    import dask

    def refuse(*_):
        raise AssertionError("something was computed")

    with dask.config.set(scheduler=refuse):
        records = label(dd.read_parquet(parquet))
        flat = [n for f in FIELDS for n in (["p_favor", "p_against", "p_neutral"] if f == "probabilities" else [f])]
        assert list(records.columns) == ["partition", *flat, "page", "input_topic", "seen"]
        promised = records.dtypes
    assert (records.compute(scheduler="sync").dtypes == promised).all()
    assert promised["seen"].kind == "M" and promised["confidence"] == np.float64 and promised["stance"] == "string"


def test_partitions_keep_their_number(dd, parquet):
    """A partition computed on its own, or columns chosen before, must not change the number that names a statement."""
    for frame in (dd.read_parquet(parquet), dd.read_parquet(parquet, filesystem="arrow")[["text", "page"]]):
        records = label(frame)
        assert records.npartitions == 12
        everything = records.compute(scheduler="sync")
        assert sorted(set(everything["partition"])) == list(range(12))
        one = records.partitions[3].compute(scheduler="sync")
        assert set(one["partition"]) == {3}
        assert one["statement"].tolist() == everything[everything["partition"] == 3]["statement"].tolist()
        assert records[records["partition"] > 9].compute(scheduler="sync")["partition"].unique().tolist() == [10, 11]


def test_index_and_divisions_are_those_of_the_input(dd, table):
    frame = dd.from_pandas(table.set_index("page", drop=False), npartitions=4)
    records = label(frame)
    assert records.divisions == frame.divisions
    computed = records.compute(scheduler="sync")
    assert (computed.index == computed["page"]).all()


def test_missing_texts_and_empty_partitions(dd):
    import pandas as pd

    table = pd.DataFrame({"text": ["We want to join NATO.", None, "", pd.NA], "page": range(4)})
    frame = dd.from_pandas(table, npartitions=2)
    records = label(frame).compute(scheduler="sync")
    assert records["reason"].tolist()[-3:] == ["holds no words to judge"] * 3
    nothing = label(frame[frame["page"] > 10])
    assert len(nothing.compute(scheduler="sync")) == 0
    assert (nothing.compute(scheduler="sync").dtypes == nothing.dtypes).all()


def test_each_worker_maps_the_model_once(cluster, dd, parquet):
    cluster.restart(timeout="3 minutes")
    label(dd.read_parquet(parquet)).compute()

    def loads():
        from stance.remote import _mapped

        return _mapped.cache_info().misses

    assert set(cluster.run(loads).values()) == {1}


def test_no_model_travels(dd, parquet, tmp_path):
    stance.load().save(tmp_path / "mine")
    for model in (None, tmp_path / "mine", stance.load(tmp_path / "mine"), stance.load()):
        records = label(dd.read_parquet(parquet), model=model)
        sizes = [len(pickle.dumps(task)) for task in dict(records.optimize().dask).values()]
        assert max(sizes) < 20_000 and sum(sizes) < 200_000


def test_model_by_path(cluster, dd, table, tmp_path):
    stance.load().save(tmp_path / "mine")
    frame = dd.from_pandas(table.head(50), npartitions=2)
    compare(label(frame, model=tmp_path / "mine").compute(), table.head(50))


def test_a_model_that_differs_on_the_worker_is_refused(cluster, dd, table, tmp_path):
    stance.load().save(tmp_path / "mine")
    records = label(dd.from_pandas(table.head(50), npartitions=2), model=tmp_path / "mine")
    settings = tmp_path / "mine" / "model.json"
    settings.write_text(settings.read_text() + "\n")
    with pytest.raises(stance.StanceError, match="differs between this worker"):
        records.compute()


def test_a_path_that_only_workers_have(cluster, dd, table):
    records = label(dd.from_pandas(table.head(50), npartitions=2), model="/nowhere/but/there")
    with pytest.raises(stance.StanceError, match="there is no such folder"):
        records.compute()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"topics": "moon"}, "unknown topic 'moon'"),
        ({"min_confidence": 2}, "min_confidence must lie between 0 and 1"),
        ({"min_confidence": 2, "model": "/nowhere"}, "min_confidence must lie between 0 and 1"),
        ({"model": 7}, "model must be"),
    ],
)
def test_mistakes_are_told_at_once(dd, table, options, message):
    with pytest.raises(stance.StanceError, match=message):
        label(dd.from_pandas(table, npartitions=2), **options)


def test_wrong_frames_are_told_at_once(dd, table):
    with pytest.raises(stance.StanceError, match="takes a Dask DataFrame, not a DataFrame"):
        label(table)
    with pytest.raises(stance.StanceError, match="no column 'text'; it has id, page"):
        label(dd.from_pandas(table[["id", "page"]], npartitions=1))
    with pytest.raises(stance.StanceError, match="holds int64, no texts"):
        label(dd.from_pandas(table[["page"]].rename(columns={"page": "text"}), npartitions=1))
    with pytest.raises(stance.StanceError, match="would be named 'input_partition'"):
        label(dd.from_pandas(table.assign(partition=1, input_partition=2), npartitions=1))


def test_a_bad_text_names_its_partition(dd):
    import dask
    import pandas as pd

    with dask.config.set({"dataframe.convert-string": False}):
        frame = dd.from_pandas(pd.DataFrame({"text": pd.Series(["a", "b", "c", 4], dtype=object)}), npartitions=2)
        with pytest.raises(stance.StanceError, match="partition 1: cannot label 4, a int"):
            label(frame).compute(scheduler="sync")


def test_a_model_in_memory_is_refused(dd, table):
    memory = stance.Model(stance.load()._heads)
    with pytest.raises(stance.StanceError, match=r"save it with model\.save"):
        label(dd.from_pandas(table, npartitions=1), model=memory)


def test_a_worker_killed_midway(cluster, dd, tmp_path):
    """A worker that holds results is killed while others are still to come: they are made again, and none twice."""
    import pandas as pd
    from dask.distributed import futures_of

    cluster.restart(timeout="3 minutes")
    before = cluster.run(os.getpid)
    said = texts(24_000)
    table = pd.DataFrame({"text": said, "page": range(len(said))})
    dd.from_pandas(table, npartitions=24).to_parquet(tmp_path / "archive")
    records = cluster.persist(label(dd.read_parquet(tmp_path / "archive")))
    parts = futures_of(records)
    victim = _holder_of_a_result(cluster, parts)
    assert not all(part.done() for part in parts), "all was done before the worker could be killed"
    os.kill(before[victim], signal.SIGKILL)
    computed = records.compute()
    assert before[victim] not in cluster.run(os.getpid).values()
    assert sorted(computed.drop_duplicates(["partition", "statement"])["page"]) == list(range(len(said)))
    compare(computed, table)


def _holder_of_a_result(client, parts):
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        for holders in client.who_has(parts).values():
            if holders:
                return holders[0]
        time.sleep(0.01)
    raise AssertionError("no partition was labelled in a minute")


def test_jobs_on_dask(cluster):
    """``stance.label(..., n_jobs=...)`` gives its parts to the cluster where joblib is told to."""
    import joblib

    said = texts(40_000)
    with joblib.parallel_config("dask", wait_for_workers_timeout=120):
        labels = stance.label(said, n_jobs=2)
    alone = stance.label(said)
    assert labels.column("statement") == alone.column("statement")
    for column in ("topic", "stance", "sentiment", "text"):
        assert labels.column(column) == alone.column(column)
    assert any(cluster.run(_parts_labelled_here).values())


def _parts_labelled_here():
    from stance.model import _cached

    return _cached.cache_info().misses
