"""``stance train``: models from annotations."""

from __future__ import annotations

from typing import Any

import click

from stance.cli.options import jobs_option, parse_topics, seed_option, topics_option

__all__ = ["train_command"]


@click.command("train")
@click.argument("annotations")
@click.option("-o", "--output", required=True, metavar="DIR", help="The new model's folder.")
@topics_option
@click.option("--notes", metavar="FILE", help="A TOML file of notes and figures for the model card.")
@click.option("--coders", type=click.Choice(["majority", "all"]), default="majority", show_default=True)
@click.option(
    "--errors",
    type=click.Choice(["raise", "skip"]),
    default="raise",
    show_default=True,
    help="Stop at bad rows, or leave them out and count them.",
)
@seed_option
@jobs_option
def train_command(
    annotations: str,
    output: str,
    topics: str | None,
    notes: str | None,
    coders: Any,
    errors: Any,
    seed: int,
    jobs: int,
) -> None:
    """Train a model on the file ANNOTATIONS and save it to a folder.

    ANNOTATIONS is a csv, tsv, xlsx, jsonl or json file, or an export of an annotation tool. The notes file may hold
    texts under [notes] and tables of figures under [figures."name"], and the keys data and license; the card prints
    them.
    """
    from stance.cli.notes import read_notes
    from stance.storage import check_target

    chosen = parse_topics(topics)
    facts = read_notes(notes) if notes else {}
    check_target(output)
    rows = _read(annotations, errors)
    from stance.training import train

    model = train(rows, topics=chosen, random_state=seed, n_jobs=jobs, coders=coders)
    model._heads.facts.update(facts)
    model.save(output)
    click.echo(f"{model!r} saved to {output}", err=True)


def _read(path: str, errors: Any) -> Any:
    """Read annotations and say how many rows were left out."""
    from stance.annotations import read_annotations

    rows = read_annotations(path, errors=errors)
    if rows.skipped:
        left = len({problem.where for problem in rows.skipped})
        click.echo(f"{path}: {left:,} rows left out, the first: {rows.skipped[0]}", err=True)
    return rows
