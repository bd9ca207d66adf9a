"""``python -m stance.cli``, the same as the command ``stance``."""

from __future__ import annotations

from stance.cli.main import main

main()
