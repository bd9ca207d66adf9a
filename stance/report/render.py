"""Templates to one page that holds all it needs and runs nothing but its own script."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from os import PathLike
from typing import TYPE_CHECKING, Any

from stance.errors import require
from stance.files import atomic_write
from stance.report.collect import Page, collect, shorten

if TYPE_CHECKING:
    from stance.labels import Labels

__all__ = ["render_report", "write_report"]

MOST_BYTES = 990_000
# What no HTML page may hold: control characters other than tab and line ends.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_STANCE_WORDS = {"favor": "in favor", "against": "against", "neutral": "neutral", None: "no stance"}


def write_report(labels: Labels, path: str | PathLike[str], **options: Any) -> None:
    """Write a report; see `Labels.report`."""
    page = render_report(labels, **options)
    with atomic_write(path) as stream:
        stream.write(page)  # type: ignore[call-overload]


def render_report(labels: Labels, **options: Any) -> str:
    """Make the page of a report.

    Parameters
    ----------
    labels : Labels
        The table.
    **options
        ``title``, ``documents``, ``prevalence`` and ``model``, as for `Labels.report`.

    Returns
    -------
    str
        HTML that needs nothing from elsewhere.

    Examples
    --------
    >>> from stance import Labels
    >>> rows = [{"text": "We will join NATO.", "speaker": "Ada Roth", "topic": "nato-membership", "stance": "favor"}]
    >>> page = render_report(Labels.from_records(rows), title="A test")
    >>> "<title>A test</title>" in page, "://" in page
    (True, False)
    """
    template = _environment().get_template("page.html.j2")
    page = collect(labels, **options)
    html = render_page(page, template)
    while len(html.encode()) > MOST_BYTES and page.shown > 1:
        # What is no statement and no article stays, so that several steps may be needed.
        page = shorten(page, 0.95 * MOST_BYTES / len(html.encode()))
        html = render_page(page, template)
    return html


def render_page(page: Page, template: Any) -> str:
    """Fill the template; what HTML cannot hold is replaced by a stand-in."""
    style, script = _part("style.css"), _part("script.js")
    # The browser runs the script and the style with these fingerprints and nothing else, whatever a statement holds.
    policy = (
        f"default-src 'none'; style-src '{_fingerprint(style)}'; script-src '{_fingerprint(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    html = template.render(page=page, style=style, script=script, policy=policy, words=_STANCE_WORDS)
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", html).encode("utf-8", "replace").decode("utf-8")


@cache
def _environment() -> Any:
    jinja = require("jinja2", "report", "Labels.report")
    environment = jinja.Environment(
        loader=jinja.PackageLoader("stance.report", "templates"),
        autoescape=True,
        undefined=jinja.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = lambda value: "–" if value is None else f"{100 * value:.0f} %"
    environment.filters["hundred"] = lambda value: "" if value is None else int(100 * value)
    environment.filters["thousands"] = lambda value: f"{value:,}"
    return environment


def _part(name: str) -> str:
    return (files("stance.report") / "templates" / name).read_text(encoding="utf-8").strip()


def _fingerprint(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
