"""Run the notebooks of the course, all or those named, and stop at the first that fails.

    python examples/run.py                 # all of them
    python examples/run.py 01 03 --write   # two, keeping what they show
    python examples/run.py --quick         # those that take a few seconds
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

FOLDER = Path(__file__).parent
QUICK = ("01", "06")


def notebooks(names: list[str]) -> list[Path]:
    """Find the notebooks whose names begin so."""
    return [path for path in sorted(FOLDER.glob("*.ipynb")) if not names or path.name.startswith(tuple(names))]


def run(path: Path, write: bool = False) -> float:
    """Run a notebook in the project's folder and give the seconds that it took."""
    book = nbformat.read(path, as_version=4)
    start = time.monotonic()
    # The checkout itself is what the examples show, installed or not.
    search = os.pathsep.join(filter(None, [str(FOLDER.parent), os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, "PYTHONPATH": search}
    resources = {"metadata": {"path": str(FOLDER.parent)}}
    # Over files rather than ports, where the system has them, so that nobody else can listen in.
    manager = AsyncKernelManager(kernel_name="python3", transport="ipc" if os.name == "posix" else "tcp")
    NotebookClient(book, km=manager, timeout=600, resources=resources).execute(env=environment, cleanup_kc=True)
    if write:
        for cell in book.cells:
            cell.metadata.pop("execution", None)  # when each cell was run is of no interest
        nbformat.write(book, path)
    return time.monotonic() - start


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="how the notebooks' names begin, such as 01; all by default")
    parser.add_argument("--quick", action="store_true", help="only those that take a few seconds")
    parser.add_argument("--write", action="store_true", help="keep what the notebooks show")
    given = parser.parse_args()
    chosen = notebooks([*given.names, *(QUICK if given.quick else ())])
    if not chosen:
        sys.exit(f"no notebook in {FOLDER} begins with {' or '.join(given.names)}")
    for path in chosen:
        try:
            print(f"{path.name}: {run(path, given.write):.1f} s", flush=True)
        except CellExecutionError as error:
            sys.exit(f"{path.name}: fails\n{error}")


if __name__ == "__main__":
    main()
