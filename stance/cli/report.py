"""``stance report``: from files to a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stance.cli.options import model_option, parse_topics, the_model, topics_option

if TYPE_CHECKING:
    from stance.reading import Document

__all__ = ["report_command"]


@click.command("report")
@click.argument("inputs", nargs=-1, required=True, metavar="FILE|FOLDER...")
@click.option("-o", "--output", required=True, metavar="FILE", help="The HTML file to write.")
@click.option("--title", help="The page's title.")
@topics_option
@click.option("--min-confidence", type=click.FloatRange(0, 1), metavar="P", help="Withhold what is less sure.")
@click.option("--sample", metavar="ANNOTATIONS", help="A labelled random sample, for shares corrected by it.")
@click.option("--by", default="topic", show_default=True, metavar="A,B", help="The cells of these shares.")
@model_option
def report_command(
    inputs: tuple[str, ...],
    output: str,
    title: str | None,
    topics: str | None,
    min_confidence: float | None,
    sample: str | None,
    by: str,
    model: str | None,
) -> None:
    """Write a page that shows who stands where, over time, with every statement and its evidence.

    Articles (.txt .md .html .htm) are read and shown with their statements marked; tables (.csv .tsv .jsonl .parquet)
    hold a statement a row. The page needs nothing from elsewhere. Draw the sample with stance sample.
    """
    from stance.errors import require
    from stance.report import write_report

    require("jinja2", "report", "stance report")
    chosen = the_model(model)
    documents, rows = _read(inputs)
    labels = chosen.label([*documents, *rows], topics=parse_topics(topics), min_confidence=min_confidence)
    prevalence = None
    if sample is not None:
        from stance.analysis import prevalence as estimate

        prevalence = estimate(labels, [name.strip() for name in by.split(",") if name.strip()], sample)
    write_report(labels, output, title=title, documents=documents, prevalence=prevalence, model=chosen)
    click.echo(f"{labels.n_statements:,} statements reported in {output}", err=True)


def _read(names: tuple[str, ...]) -> tuple[list[Document], list[dict[str, Any]]]:
    """Read articles as documents, and tables as rows; a text on standard input holds a statement a line."""
    from pathlib import Path

    from stance.reading import read_all
    from stance.streaming import read_inputs
    from stance.streaming.sources import find_sources

    files = [source for name in names if name != "-" for source in find_sources([name], mixed=True)]
    tables = [source.path for source in files if source.kind != "article"] + ["-"] * names.count("-")
    articles = [Path(source.path) for source in files if source.kind == "article"]
    return list(read_all(articles)), read_inputs(tables) if tables else []
