"""``stance train`` and ``update``: models from annotations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from stance.cli.options import jobs_option, parse_topics, seed_option, the_model, topics_option

if TYPE_CHECKING:
    from stance.annotations import Annotations
    from stance.model import Model
    from stance.topics import Topic

__all__ = ["train_command", "update_command"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _learning_options(command: _Command) -> _Command:
    """Add the options that both commands take."""
    for option in (
        jobs_option,
        seed_option,
        click.option(
            "--errors",
            type=click.Choice(["raise", "skip"]),
            default="raise",
            show_default=True,
            help="Stop at bad rows, or leave them out and count them.",
        ),
        click.option(
            "--coders",
            type=click.Choice(["majority", "all"]),
            default="majority",
            show_default=True,
            help="How several coders of one statement are resolved.",
        ),
        click.option("--notes", metavar="FILE", help="A TOML file of notes and figures for the model card."),
        topics_option,
        click.option("-o", "--output", required=True, metavar="DIR", help="The new model's folder."),
    ):
        command = option(command)
    return command


@click.command("train")
@click.argument("annotations")
@_learning_options
@click.option("--no-memory", is_flag=True, help="Keep nothing of the statements but weights; updates may forget.")
def train_command(annotations: str, output: str, no_memory: bool, **options: Any) -> None:
    """Train a model on the file ANNOTATIONS and save it to a folder.

    ANNOTATIONS is a csv, tsv, xlsx, jsonl or json file, or an export of an annotation tool. The notes file may hold
    texts under [notes] and tables of figures under [figures."name"], and the keys data and license; the card prints
    them.
    """
    from stance.training import train

    _learn(train, (), annotations, output, memory=not no_memory, **options)


@click.command("update")
@click.argument("model")
@click.argument("annotations")
@_learning_options
def update_command(model: str, annotations: str, output: str, **options: Any) -> None:
    """Teach the model in the folder MODEL more from the file ANNOTATIONS, and save it to a folder.

    What the annotations do not name stays as it was; a topic that the model does not know is added.
    """
    loaded = the_model(model)
    _learn(loaded.update, loaded.topics, annotations, output, **options)


def _learn(
    method: Callable[..., Model],
    before: Sequence[Topic],
    annotations: str,
    output: str,
    *,
    topics: str | None,
    notes: str | None,
    errors: Any,
    seed: int,
    jobs: int,
    **options: Any,
) -> None:
    """Look at all that may be wrong first: learning takes its time."""
    from stance.cli.evaluating import warn_if_few
    from stance.cli.notes import add_notes, read_notes
    from stance.storage import check_target

    chosen = parse_topics(topics)
    facts = read_notes(notes) if notes else {}
    check_target(output)
    rows = _read(annotations, errors)
    model = method(rows, topics=chosen, random_state=seed, n_jobs=jobs, **options)
    add_notes(model._heads.facts, facts)
    model.save(output)
    click.echo(f"{model!r} saved to {output}", err=True)
    if not before:
        _tell_figures(model)
    else:
        warn_if_few(rows, "to learn from")
    _tell_topics(rows, model, before)


def _tell_figures(model: Model) -> None:
    """Show what cross-validation found, beside what guessing the most common stance would give."""
    figures = model.facts.get("cross_validation", {}).get("figures", {})
    names = [name for name in ("pair_f1", "stance_acc", "stance_majority") if name in figures]
    # A figure is its value, or that with the interval behind it.
    values = [figures[name][0] if isinstance(figures[name], (list, tuple)) else figures[name] for name in names]
    shown = [f"{name} {value:.3f}" for name, value in zip(names, values, strict=True)]
    if shown:
        click.echo(f"held out (cross-validation): {', '.join(shown)}", err=True)


def _tell_topics(rows: Annotations, model: Model, before: Sequence[Topic]) -> None:
    """Say which words were taken for known topics and which topics are new: a slip of the pen makes one too."""
    from stance.annotations.naming import near_topic, other_names
    from stance.topics import shipped_topics

    ids = [topic.id for topic in model.topics]
    for name, known in other_names(rows.topics, before, ids).items():
        if known in ids:
            click.echo(f"{name} is taken for {known}", err=True)
    known_ids = {topic.id for topic in before or shipped_topics()}
    new = [name for name in ids if name not in known_ids]
    shipped = {topic.id for topic in shipped_topics()}
    hints = [(name, None if name in shipped else near_topic(name, before)) for name in new]
    if new:
        shown = ", ".join(name + (f" (did you mean {near}?)" if near else "") for name, near in hints)
        click.echo(f"new topic{'' if len(new) == 1 else 's'}: {shown}", err=True)


def _read(path: str, errors: Any) -> Annotations:
    """Read annotations and say how many rows were left out."""
    from stance.annotations import read_annotations

    rows = read_annotations(path, errors=errors)
    if rows.skipped:
        left = len({problem.where for problem in rows.skipped})
        click.echo(f"{path}: {left:,} rows left out, the first: {rows.skipped[0]}", err=True)
    return rows
