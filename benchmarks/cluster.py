"""Measure labelling on Dask and Spark beside plain ``label`` on the same cores, and two workers beside one.

Usage::

    python benchmarks/cluster.py [--n 1000000] [--text FILE] [--rounds 3] [--engines dask spark] [--cores 1 2]
                                 [--json FILE]

``--text`` takes a file with a statement a line, by default the statements of ``seeds/archive``; lines are repeated
until there are ``--n``. Each measurement is a process of its own, held to so many cores, Spark's JVM and Dask's
scheduler among them, so that an engine has no core that plain ``label`` had not. All read the texts from Parquet;
starting a cluster and loading the model are left out on all sides. The measurements alternate, and ratios are taken
within a round, since a machine that others use changes its speed; processor time (of all processes together) is less
disturbed than time on the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LEAST_SCALING, MOST_OVERHEAD = 1.6, 0.25
PARTITION = 25_000
WARM = 40_000


# -- the work that is measured -------------------------------------------------------------------------------------


def on_one_machine(data: Path, cores: int) -> float:
    """Time plain ``label`` of the texts in a Parquet folder."""
    from pyarrow import parquet

    import stance

    def run(folder: Path) -> None:
        stance.label(parquet.read_table(folder, columns=["text"])["text"].to_pylist(), n_jobs=cores)

    run(data / "warm")
    return clock(lambda: run(data / "all"))


def on_dask(data: Path, cores: int) -> float:
    """Time a cluster of so many worker processes of one thread."""
    import dask.dataframe as dd
    from dask.distributed import Client, LocalCluster

    import stance.dask

    def run(folder: Path) -> None:
        stance.dask.label(dd.read_parquet(folder)).map_partitions(len, meta=(None, "int64")).sum().compute()

    with (
        LocalCluster(n_workers=cores, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster),
    ):
        run(data / "warm")
        return clock(lambda: run(data / "all"))


def on_spark(data: Path, cores: int) -> float:
    """Time Spark with so many Python workers; the rows go through the JVM and are then let go."""
    from pyspark.sql import SparkSession
    from pyspark.sql.functions import explode

    import stance.spark

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master(f"local[{cores}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    label = stance.spark.label_udf()

    def run(folder: Path) -> None:
        frame = session.read.parquet(str(folder)).select("*", explode(label("text")).alias("label"))
        frame.select("*", "label.*").drop("label").write.format("noop").mode("overwrite").save()

    run(data / "warm")
    seconds = clock(lambda: run(data / "all"))
    session.stop()
    return seconds


WORK: dict[str, Callable[[Path, int], float]] = {"plain": on_one_machine, "dask": on_dask, "spark": on_spark}


# -- one measurement, in a process of its own ----------------------------------------------------------------------


def clock(work: Callable[[], Any]) -> float:
    """Time a piece of work, and keep the processor time of this process and all below it."""
    busy, start = processor_time(), time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    clock.busy = processor_time() - busy  # type: ignore[attr-defined]
    return seconds


def processor_time() -> float:
    """Add up the processor time of this process and of all its descendants."""
    import psutil

    me = psutil.Process()
    total = 0.0
    for process in [me, *me.children(recursive=True)]:
        try:
            total += sum(process.cpu_times()[:4])
        except psutil.Error:
            continue
    return total


def measure_here(name: str, cores: int, data: Path) -> None:
    """Measure in this process, held to so many cores, and print the figures."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    before = os.getloadavg()[0]
    seconds = WORK[name](data, cores)
    busy = clock.busy  # type: ignore[attr-defined]
    print(json.dumps({"work": name, "cores": cores, "seconds": seconds, "processor": busy, "load": before}))


def measure(name: str, cores: int, data: Path) -> dict[str, Any]:
    """Measure in a fresh process."""
    one_thread = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
    done = subprocess.run(
        [sys.executable, __file__, "--measure", name, str(cores), str(data)],
        env=os.environ | one_thread | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{name} on {cores} cores failed:\n{done.stderr[-3000:]}")
    figures: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


# -- all of them ---------------------------------------------------------------------------------------------------


def write_data(folder: Path, text: Path | None, n: int) -> None:
    """Write the statements as Parquet, a file a partition."""
    import pyarrow as pa
    from pyarrow import parquet

    import stance

    if text is not None:
        lines = [line for line in text.read_text(encoding="utf-8").splitlines() if line.strip()]
    else:
        articles = sorted((ROOT / "seeds" / "archive").glob("*.txt"))
        lines = [statement.text for path in articles for statement in stance.read(path).statements]
    said = list(islice(cycle(lines), n))
    for name, texts, size in (("all", said, PARTITION), ("warm", said[:WARM], WARM // 4)):
        (folder / name).mkdir()
        for start in range(0, len(texts), size):
            part = texts[start : start + size]
            table = pa.table({"id": list(range(start, start + len(part))), "text": part})
            parquet.write_table(table, folder / name / f"part-{start // size:05d}.parquet")


def ratios(rounds: list[dict[str, dict[str, Any]]], engines: list[str], cores: list[int]) -> dict[str, Any]:
    """Give overheads and scaling, the median of the rounds and each round."""
    out: dict[str, Any] = {}

    def take(name: str, top: str, bottom: str, less: float) -> None:
        for kind in ("seconds", "processor"):
            each = [one[top][kind] / one[bottom][kind] - less for one in rounds]
            out[f"{name}, {kind}"] = {"median": statistics.median(each), "rounds": each}

    for engine in engines:
        for count in cores:
            take(f"overhead of {engine} on {count}", f"{engine} {count}", f"plain {count}", 1)
    for engine in ["plain", *engines]:
        if {1, 2} <= set(cores):
            take(f"one {engine} over two", f"{engine} 1", f"{engine} 2", 0)
    return out


def show(result: dict[str, Any]) -> None:
    """Print the ratios, and whether they are as wanted."""
    for name, figures in result["ratios"].items():
        if name.startswith("one") and name.endswith("processor"):
            continue  # two workers are to need less time, not less work
        each = ", ".join(f"{value:.2f}" for value in figures["rounds"])
        wanted = ""
        if name.endswith("seconds") and "plain" not in name:
            scaling = name.startswith("one")
            good = figures["median"] >= LEAST_SCALING if scaling else figures["median"] < MOST_OVERHEAD
            wanted = f"  {'as wanted' if good else 'NOT AS WANTED'}"
        print(f"{name:40} {figures['median']:6.2f}   ({each}){wanted}")


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=1_000_000)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=["dask", "spark"], default=["dask", "spark"])
    parser.add_argument("--cores", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure_here(options.measure[0], int(options.measure[1]), Path(options.measure[2]))
        return
    rounds: list[dict[str, dict[str, Any]]] = []
    with tempfile.TemporaryDirectory() as temporary:
        write_data(Path(temporary), options.text, options.n)
        for number in range(options.rounds):
            rounds.append({})
            for cores in options.cores:
                for name in ("plain", *options.engines):
                    one = rounds[-1][f"{name} {cores}"] = measure(name, cores, Path(temporary))
                    print(
                        f"round {number + 1}  {name:5} on {cores}: {one['seconds']:8.1f} s, processor "
                        f"{one['processor']:8.1f} s, {options.n / one['seconds']:9,.0f} statements/s, "
                        f"load {one['load']:.1f}",
                        flush=True,
                    )
    result = {"n": options.n, "rounds": rounds, "ratios": ratios(rounds, options.engines, options.cores)}
    show(result)
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
