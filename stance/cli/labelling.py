"""``stance label``: statements of articles and tables, labelled."""

from __future__ import annotations

import sys
from typing import Any

import click

from stance.cli.options import chosen_format, jobs_option, model_option, parse_topics, the_model, topics_option

__all__ = ["label_command"]


@click.command("label")
@click.argument("inputs", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@topics_option
@model_option
@click.option("--format", "format_", type=click.Choice(["table", "csv", "jsonl", "parquet"]), help="The output's form.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file, which appears whole.")
@click.option("--min-confidence", type=float, metavar="P", help="Below it the stance is left open.")
@jobs_option
@click.option("--resume", is_flag=True, help="Go on with what an interrupted run left in FILE.parts.")
@click.option(
    "--as",
    "read_as",
    type=click.Choice(["article", "lines", "csv", "jsonl"]),
    help="How to read standard input and text files; by default a statement a line, and articles.",
)
@click.option("--text-column", default="text", show_default=True, metavar="NAME", help="The statements' column.")
@click.option("--part-size", type=click.IntRange(min=1), default=16384, show_default=True, help="Statements a part.")
def label_command(
    inputs: tuple[str, ...],
    topics: str | None,
    model: str | None,
    format_: str | None,
    output: str | None,
    min_confidence: float | None,
    jobs: int,
    resume: bool,
    read_as: Any,
    text_column: str,
    part_size: int,
) -> None:
    """Label statements: topic, stance, tone and confidence.

    Text files (.txt .md .html .htm) are read as articles; tables (.csv .tsv .jsonl .parquet) hold a statement a row,
    in the column text, and their other columns are carried through; a folder stands for its texts, or its tables where
    it holds no texts; - is standard input, a statement a line. Without -o a table is shown, or csv or jsonl written to
    standard output.

    With -o, inputs may be larger than memory: finished parts are kept in FILE.parts until all are joined.
    """
    from stance.errors import InputError
    from stance.streaming import label_files, label_to_stream

    form = chosen_format(format_, output, ("csv", "jsonl", "parquet"), "table")
    asked = parse_topics(topics)
    options: dict[str, Any] = {"topics": asked, "min_confidence": min_confidence, "n_jobs": jobs}
    reading: dict[str, Any] = {"read_as": read_as, "text_column": text_column}
    if output is not None and form == "table":
        raise InputError(f"{output}: a table is for the terminal; say --format csv, jsonl or parquet")
    if output is None and (resume or form == "parquet"):
        raise InputError(f"{'--resume' if resume else 'parquet'} needs an output file; give -o FILE")
    if form == "table":
        _show(inputs, model, options, reading)
        return
    options |= {"model": model, "part_size": part_size, **reading}
    if output is None:
        sys.stdout.flush()
        label_to_stream(inputs, sys.stdout.buffer, form, **options)
        return
    count = label_files(inputs, output, format=form, resume=resume, **options)
    click.echo(f"{count:,} statement{'' if count == 1 else 's'} labelled in {output}", err=True)


def _show(inputs: tuple[str, ...], model: str | None, options: dict[str, Any], reading: dict[str, Any]) -> None:
    from stance.display import text_table
    from stance.streaming import read_inputs

    loaded = the_model(model)
    loaded.label([], **options)  # so that a wrong option is told before all is read
    labels = loaded.label(read_inputs(inputs, **reading), **options)
    click.echo(text_table(labels))
    click.echo(f"[{len(labels):,} rows from {labels.n_statements:,} statements]")
