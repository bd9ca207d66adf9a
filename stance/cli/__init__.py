"""The command ``stance``: one module for each family of commands, each imported when it is called."""

from __future__ import annotations

from stance.cli.main import main

__all__ = ["main"]
