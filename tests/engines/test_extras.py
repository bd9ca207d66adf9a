"""What holds without an engine; part of the default suite."""

import subprocess
import sys

import pytest

import stance


@pytest.mark.parametrize("module", ["dask.dataframe", "dask"])
def test_dask_is_missing(monkeypatch, module):
    import stance.dask

    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(stance.StanceError, match=r'stance\.dask\.label needs dask.*pip install "stance-nlp\[dask\]"'):
        stance.dask.label(None)


def test_spark_is_missing(monkeypatch):
    import stance.spark

    monkeypatch.setitem(sys.modules, "pyspark.sql.functions", None)
    with pytest.raises(stance.StanceError, match=r'label_udf needs pyspark.*pip install "stance-nlp\[spark\]"'):
        stance.spark.label_udf()


def test_engines_are_loaded_when_they_are_used():
    code = "import sys, stance, stance.dask, stance.spark; print({'dask', 'pyspark', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_schema_is_that_of_the_table():
    pytest.importorskip("pyarrow")
    from stance.records import arrow_schema, found_in

    labels = stance.label(["We want to join NATO.", "It rained.", "..."])
    table, whole = found_in(labels), labels._to_arrow()
    assert table.schema == arrow_schema()
    assert table.to_pylist() == whole.select(table.column_names).to_pylist()
    assert found_in(stance.label([])).schema == arrow_schema()


def test_the_package_from_a_zip_labels_with_a_model_beside_it(tmp_path):
    """So it is sent to Spark's executors; no model can be mapped out of a zip."""
    import shutil
    from pathlib import Path

    stance.load().save(tmp_path / "mine")
    package = Path(stance.__file__).parent
    sources = shutil.ignore_patterns("_models", "__pycache__")
    shutil.copytree(package, tmp_path / "source" / "stance", ignore=sources)
    zipped = shutil.make_archive(str(tmp_path / "sent"), "zip", tmp_path / "source")
    code = (
        f"import sys; sys.path.insert(0, {zipped!r}); import stance; from stance.remote import place_order; "
        "print(stance.__file__, place_order('mine', None, None).label(['We want to join NATO.'])[0]['stance'])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert zipped in done.stdout and done.stdout.strip().endswith(" favor")
