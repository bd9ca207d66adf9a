"""The documentation holds: examples in docstrings, on pages and in notebooks run; the site builds without a warning."""

import doctest
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import stance

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs").rglob("*.md"))
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))
QUICK = ("01", "06")  # those that the default suite has time for
MODULES = sorted(m.name for m in pkgutil.walk_packages(stance.__path__, "stance.") if "__main__" not in m.name)
# Modules that import what an extra brings when they are imported themselves.
EXTRAS = {"stance.dask": "dask", "stance.spark": "spark"}
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SHELL = re.compile(r"^```(?:console|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["stance", *MODULES])
def test_examples_in_docstrings(name, need, monkeypatch):
    if name in EXTRAS:
        need(EXTRAS[name])
    monkeypatch.chdir(ROOT)
    result = doctest.testmod(importlib.import_module(name), optionflags=FLAGS)
    assert not result.failed, f"{result.failed} of {result.attempted} examples of {name} fail"


def _relative(page):
    return str(page.relative_to(ROOT))


@pytest.mark.docs
@pytest.mark.parametrize("page", [page for page in PAGES if "```python" in page.read_text("utf-8")], ids=_relative)
def test_code_on_the_page_runs(page, need, tmp_path, monkeypatch):
    """Run a page's blocks one after the other; those in doctest form must give what they show."""
    text = page.read_text(encoding="utf-8")
    for module, engine in (*EXTRAS.items(), ("stance.spark", "java")):
        if f"import {module}" in text:
            need(engine)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    pytest.importorskip("matplotlib").use("Agg")
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "page"}
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    for match in _BLOCK.finditer(text):
        block = match.group(1)
        if ">>>" in block:
            runner.run(doctest.DocTestParser().get_doctest(block, names, page.name, str(page), 0), clear_globs=False)
        else:
            exec(compile(block, str(page), "exec"), names)
    assert not runner.failures


@pytest.mark.docs
def test_commands_on_the_pages_are_commands(tmp_path):
    """Each `stance` command on a page names options that there are."""
    from click.testing import CliRunner

    from stance.cli.main import cli

    found = set()
    for page in PAGES:
        for block in _SHELL.findall(page.read_text(encoding="utf-8")):
            for line in block.replace("\\\n", " ").splitlines():
                words = line.removeprefix("$ ").split()
                if words[:1] == ["stance"] and len(words) > 1:
                    options = {word.partition("=")[0] for word in words[2:] if re.match(r"--?[a-z]", word)}
                    found.add((words[1], frozenset(options)))
    assert found
    for command, options in found:
        if command.startswith("-"):
            continue
        result = CliRunner().invoke(cli, [command, "--help"])
        assert result.exit_code == 0, f"no command {command!r}"
        missing = {option for option in options if not re.search(rf"{option}\b", result.output)}
        assert not missing, f"stance {command} has no {missing}"


@pytest.mark.docs
def test_the_site_builds_without_a_warning(need, tmp_path):
    need("mkdocs")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert not [line for line in done.stderr.splitlines() if line.startswith("WARNING")]
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "site").rglob("*.html")]
    assert pages
    loaded = re.compile(r'<(?:script|link|img)\b[^>]*?\b(?:src|href)="https?://', re.IGNORECASE)
    assert not [page[:200] for page in pages if loaded.search(page)], "a page loads something from elsewhere"


@pytest.mark.parametrize(
    "path", [pytest.param(p, marks=[] if p.name.startswith(QUICK) else pytest.mark.docs, id=p.name) for p in NOTEBOOKS]
)
def test_notebooks_run(path, need, monkeypatch):
    need("notebooks")
    monkeypatch.syspath_prepend(ROOT / "examples")
    importlib.import_module("run").run(path)
