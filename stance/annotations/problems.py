"""What is wrong with which row, and the one error that names all bad rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stance.errors import AnnotationError

__all__ = ["LISTED", "Problem", "bad_rows", "in_order"]

# More lines than this help nobody; the count of the rest is given instead.
LISTED = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in one row.

    Parameters
    ----------
    where : str
        The row, as its file counts: ``"line 7"``, ``"item 3"``.
    column : str or None
        The column or key.
    reason : str
        What is wrong and what to do.

    Examples
    --------
    >>> print(Problem("line 7", "stance", "'favr' is no stance"))
    line 7, column stance: 'favr' is no stance
    """

    where: str
    column: str | None
    reason: str

    def __str__(self) -> str:
        """Return the place and the reason in one line."""
        place = self.where if self.column is None else f"{self.where}, column {self.column}"
        return f"{place}: {self.reason}"


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Sort problems by the rows of each file, sheet or list.

    Examples
    --------
    >>> [p.where for p in in_order([Problem("line 10", None, ""), Problem("line 9", None, "")])]
    ['line 9', 'line 10']
    """
    files: dict[str, int] = {}

    def place(problem: Problem) -> tuple[int, int]:
        head, _, number = problem.where.rpartition(" ")
        return files.setdefault(head, len(files)), int(number) if number.isdecimal() else 0

    return sorted(problems, key=place)


def bad_rows(name: str, problems: Sequence[Problem], rows: int) -> AnnotationError:
    """Make the error that names the bad rows, the summary in its first line.

    Examples
    --------
    >>> print(bad_rows("a.csv", [Problem("line 2", "text", "is empty")], 10))
    a.csv: 1 of 10 rows cannot be read; mend it, or leave it out with errors="skip"
      line 2, column text: is empty
    """
    count = len({problem.where for problem in problems})
    them = "it" if count == 1 else "them"
    row = "row" if rows == 1 else "rows"
    lines = [f'{name}: {count:,} of {rows:,} {row} cannot be read; mend {them}, or leave {them} out with errors="skip"']
    lines += [f"  {problem}" for problem in problems[:LISTED]]
    if len(problems) > LISTED:
        lines.append(f"  … and {len(problems) - LISTED:,} more")
    return AnnotationError("\n".join(lines))
