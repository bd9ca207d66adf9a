"""``stance evaluate``, ``compare`` and ``promote``: how good a model is, and whether another is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stance.cli.options import model_option, seed_option, the_model

if TYPE_CHECKING:
    from stance.annotations import Annotations

__all__ = ["compare_command", "evaluate_command", "promote_command", "warn_if_few"]

_FEW = 50

_gold_option = click.option(
    "--gold", required=True, metavar="ANNOTATIONS", help="Annotated statements that neither has learned from."
)
_topics_option = click.option("--topics", metavar="A,B", help="The only topics to judge, by id.")


def warn_if_few(rows: Annotations, purpose: str) -> None:
    """Warn on standard error of fewer than 50 annotated statements."""
    from stance.annotations.statements import group_statements

    count = len(group_statements(rows))
    if count < _FEW:
        click.echo(f"warning: {rows.name} holds {count} statements, few {purpose}; give {_FEW} or more", err=True)


def _ids(topics: str | None) -> list[str] | None:
    return [name.strip() for name in topics.split(",") if name.strip()] if topics else None


@click.command("evaluate")
@click.argument("annotations")
@model_option
@_topics_option
@click.option("--json", "target", metavar="FILE", help="Also write all figures as JSON.")
@seed_option
def evaluate_command(annotations: str, model: str | None, topics: str | None, target: str | None, seed: int) -> None:
    """Say how well a model does on the file ANNOTATIONS, with an interval of every figure."""
    result = the_model(model).evaluate(annotations, topics=_ids(topics), random_state=seed)
    if target is not None:
        result.to_json(target)
    click.echo(repr(result))


@click.command("compare")
@click.argument("a")
@click.argument("b")
@_gold_option
@_topics_option
@seed_option
def compare_command(a: str, b: str, gold: str, topics: str | None, seed: int) -> None:
    """Test whether the model in the folder B is better than that in A, and list what changed."""
    from stance.learning.compare import compare

    click.echo(repr(compare(a, b, gold, topics=_ids(topics), random_state=seed)))


@click.command("promote")
@click.argument("new")
@click.argument("old")
@_gold_option
@click.option("--force", is_flag=True, help="Install it in any case, also where no model stands yet.")
@seed_option
def promote_command(new: str, old: str, gold: str, force: bool, seed: int) -> None:
    """Put the model NEW in the place of the model OLD, if it is better on the gold."""
    from stance.annotations import read_annotations
    from stance.learning.promote import promote

    rows = read_annotations(gold)
    click.echo(repr(promote(new, old, rows, force=force, random_state=seed)))
    warn_if_few(rows, "to judge by")
    click.echo(f"{new} now stands in {old}", err=True)
