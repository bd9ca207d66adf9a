import os
import sys

import pytest


@pytest.fixture(scope="session")
def dd(need):
    need("dask")
    import dask.dataframe

    return dask.dataframe


@pytest.fixture(scope="module")
def cluster(dd):
    """Two worker processes on this machine."""
    from dask.distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local,
        Client(local) as client,
    ):
        yield client


@pytest.fixture(scope="session")
def spark(need, tmp_path_factory):
    """Two workers in this machine's JVM, four attempts for each task."""
    need("spark")
    need("java")
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable  # not whatever python3 is first on the path
    session = (
        SparkSession.builder.master("local[2,4]")
        .appName("stance")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "50")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()
