"""``stance suggest``, ``sample``, ``agreement`` and ``suspects``: what to annotate, and how good the labels are."""

from __future__ import annotations

from typing import Any

import click

from stance.cli.options import jobs_option, model_option, seed_option, the_model

__all__ = ["agreement_command", "sample_command", "suggest_command", "suspects_command"]

_TOOLS = ("argilla", "csv", "dna", "doccano", "jsonl", "label-studio", "prodigy", "semeval", "tsv", "xlsx")
_format_option = click.option(
    "--format", "format_", type=click.Choice(_TOOLS), help="The file's format; told by its ending by default."
)


@click.command("suggest")
@click.argument("pool", nargs=-1, required=True)
@click.option("-n", "count", type=click.IntRange(min=1), required=True, help="How many statements.")
@click.option(
    "--by",
    type=click.Choice(["uncertainty+diversity", "uncertainty", "weak", "random"]),
    default="uncertainty+diversity",
    show_default=True,
)
@click.option("--without", metavar="ANNOTATIONS", help="Statements annotated already, which are not suggested again.")
@click.option("-o", "--output", metavar="FILE", help="Write them for an annotation tool.")
@_format_option
@seed_option
@model_option
def suggest_command(
    pool: tuple[str, ...],
    count: int,
    by: Any,
    without: str | None,
    output: str | None,
    format_: str | None,
    seed: int,
    model: str | None,
) -> None:
    """Choose the statements of POOL (files and folders as for label) to annotate next."""
    from stance.annotations import read_annotations, suggest, write_annotations
    from stance.display import text_table
    from stance.streaming import read_inputs

    known = read_annotations(without) if without else ()
    chosen = suggest(the_model(model), read_inputs(pool), count, by, without=known, random_state=seed)
    found = len(set(chosen.column("statement")))
    if output is None:
        click.echo(text_table(chosen))
    else:
        write_annotations(chosen, output, format_)
        _wrote(found, output)
    if found < count:
        known_to_it = " that is not annotated yet" if without else ""
        click.echo(f"the pool is smaller than {count:,}: {found:,} is every statement{known_to_it}", err=True)


@click.command("sample")
@click.argument("inputs", nargs=-1, required=True)
@click.option("-n", "count", type=click.IntRange(min=1), required=True, help="How many statements.")
@click.option("--by", metavar="A,B", help="Columns to stratify by, such as topic or side.")
@click.option("--allocation", type=click.Choice(["equal", "proportional"]), default="equal", show_default=True)
@click.option("-o", "--output", required=True, metavar="FILE", help="Where to write the sample.")
@_format_option
@seed_option
@model_option
def sample_command(
    inputs: tuple[str, ...],
    count: int,
    by: str | None,
    allocation: Any,
    output: str,
    format_: str | None,
    seed: int,
    model: str | None,
) -> None:
    """Draw a random sample of INPUTS (files and folders as for label) to annotate, each with its weight.

    Annotate every statement of it; stance.prevalence then corrects the model's shares by it.
    """
    from stance.analysis.sampling import draw_sample
    from stance.streaming import read_inputs

    columns = [name.strip() for name in by.split(",") if name.strip()] if by else None
    labels = the_model(model).label(read_inputs(inputs))
    drawn = draw_sample(labels, count, columns, output, seed, allocation=allocation, format=format_)
    _wrote(len(drawn), output)


@click.command("agreement")
@click.argument("annotations", nargs=-1, required=True)
@click.option(
    "--match",
    type=click.Choice(["id", "text"]),
    default="id",
    show_default=True,
    help="Match the coders' statements by id and text, or by text alone.",
)
@click.option("--json", "target", metavar="FILE", help="Also write all figures and differences as JSON.")
@seed_option
def agreement_command(annotations: tuple[str, ...], match: Any, target: str | None, seed: int) -> None:
    """Measure how far the coders of ANNOTATIONS agree, per topic, with intervals.

    Of several files, one that names no coder is that coder's who gave it its name: ann.csv is by ann.
    """
    from stance.annotations import agreement

    result = agreement(_by_file(annotations), match=match, random_state=seed)
    if target is not None:
        result.to_json(target)
    click.echo(repr(result))


def _by_file(paths: tuple[str, ...]) -> Any:
    """Read several files as one; a file without coders has its own name for a coder."""
    from dataclasses import replace
    from pathlib import Path

    from stance.annotations import read_annotations

    if len(paths) == 1:
        return paths[0]
    rows = []
    stems = [Path(path).stem for path in paths]
    for path, stem in zip(paths, stems, strict=True):
        found = read_annotations(path)
        name = stem if stems.count(stem) == 1 else path
        rows += found if found.coders else [replace(annotation, coder=name) for annotation in found]
    return rows


@click.command("suspects")
@click.argument("annotations")
@click.option(
    "--what",
    type=click.Choice(["stance", "topic"]),
    default="stance",
    show_default=True,
    help="Look at stances, or at whether topics are touched.",
)
@click.option("-o", "--output", metavar="FILE", help="Write them for an annotation tool.")
@_format_option
@click.option("--model", metavar="DIR", help="A model that has not learned from them; cross-validated by default.")
@seed_option
@jobs_option
def suspects_command(
    annotations: str,
    what: Any,
    output: str | None,
    format_: str | None,
    model: str | None,
    seed: int,
    jobs: int,
) -> None:
    """Find the labels in the file ANNOTATIONS that are likely wrong."""
    from stance.annotations import write_annotations
    from stance.learning.cross_validate import suspects

    found = suspects(annotations, model, what=what, n_jobs=jobs, random_state=seed)
    click.echo(repr(found))
    if output is not None and found:
        write_annotations(found, output, format_)
        click.echo(f"{len(found):,} labels written to {output}", err=True)
    elif output is not None:
        click.echo(f"nothing to write to {output}", err=True)


def _wrote(count: int, output: str) -> None:
    click.echo(f"{count:,} statements written to {output}", err=True)
