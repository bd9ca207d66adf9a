"""``stance explain`` and ``stance topics``: what a model knows and why it says what it says."""

from __future__ import annotations

import click

from stance.cli.options import model_option, the_model

__all__ = ["explain_command", "topics_command"]


@click.command("explain")
@click.argument("text")
@click.option("--topic", "-t", required=True, metavar="T", help="The topic's id or short name.")
@click.option("--html", "page", metavar="FILE", help="Also write the explanation as a page.")
@model_option
def explain_command(text: str, topic: str, page: str | None, model: str | None) -> None:
    """Show which words of the statement TEXT speak for and against its stance on a topic."""
    explanation = the_model(model).explain(text, topic)
    if page is not None:
        explanation.to_html(page)
    click.echo(repr(explanation))


@click.command("topics")
@model_option
def topics_command(model: str | None) -> None:
    """List the topics that a model knows: id and what favor is in favor of."""
    topics = the_model(model).topics
    width = max((len(topic.id) for topic in topics), default=0)
    for topic in topics:
        click.echo(f"{topic.id:<{width}}  {topic.description or topic.name}")
