"""Title, date and agency of an article, and where its dateline ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from stance.reading.clean import Paragraph
from stance.reading.layouts import desk
from stance.reading.vocabulary import load_table, vocabulary

__all__ = ["Header", "agencies", "read_header"]

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
_MDY = re.compile(rf"\b({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?,? ((?:19|20)\d\d)\b")
_DMY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH}),? ((?:19|20)\d\d)\b")
_MD = re.compile(rf"\b(?:({_MONTH}) (\d{{1,2}})|(\d{{1,2}}) ({_MONTH}))\b")
_PLACE = r"[^\W\d_a-z](?:[^\W\d_a-z]|[.'’/ -]){2,60}"
_REGION = r"(?:, [A-Z][\w. ]{1,30})?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})"
_SIGN = r"[/(\[][A-Za-z][^/()\[\]\n]{1,30}[/)\]]"
_DATELINE = re.compile(
    r"(?:date )?(?:\d{4}-\d\d-\d\d )?(?:"
    rf"{_PLACE}{_REGION},? {_DAY}(?:,? \d{{4}})?\.?(?: ?{_SIGN}\.?)?\s*[-–—.:]{{0,2}}|"  # MOSCOW, March 3. /TASS/.
    rf"{_PLACE}{_REGION} ?{_SIGN}\s*[-–—.:]{{1,2}}|{_PLACE}{_REGION} ?[–—]|"  # PARIS (Reuters) -, PARIS —
    rf"[A-Z][a-z]+(?: [A-Z][a-z]+)?, {_DAY},? \d{{4}}(?: ?{_SIGN})?\s*[-–—:]{{1,2}}|"  # Oslo, 3 March 2021 –
    rf"[A-Z][a-z]+(?: [A-Z][a-z]+)? ?{_SIGN}\s*[-–—:]{{1,2}})\s*"
)
_DATE_LINE = re.compile(
    rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    rf"(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d)"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
_NAMED_PLACE = r"(?:[^\W\d_a-z][\w.'’-]+(?:[ /][^\W\d_a-z][\w.'’-]+){0,3},? ){0,2}"
# a line that is nothing but a date: "Published: 9 Oct 2021", "Oslo, 14 March 2023", "OSLO, Oct 9, 2021 (Nordic Wire)"
_OWN_LINE = re.compile(
    r"(?:(?i:(?:first |last )?(?:published|posted|updated|issued|released|dated?)(?: on| at)? ?:? ?))?"
    rf"{_NAMED_PLACE}{_WEEKDAY}(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d)"
    rf"(?:,? (?:at )?\d\d?[:.]\d\d(?: ?[A-Za-z.]{{2,4}})?)?(?: ?{_SIGN})?[ .:–—-]*"
)
_SIGNED = re.compile(r"[/(\[]([A-Z][\w /.-]{1,30}?)[/)\]]")
_TITLE_MAX, _HEAD = 160, 600


@dataclass(slots=True)
class Header:
    """What the head of an article says."""

    title: str | None = None
    date: str | None = None
    source: str | None = None


@lru_cache(maxsize=1)
def agencies() -> dict[str, str]:
    """Map the names of news agencies, in lower case, to how they are written."""
    names: dict[str, str] = {}
    for name in load_table("boilerplate")["agencies"]:
        names.setdefault(name.lower(), name)
    return names


def _iso(year: str, month: str, day: str) -> str | None:
    from datetime import date

    if not month.isdigit():
        names = [
            name[:3] for name in ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        ]
        month = str(names.index(month[:3].lower()) + 1)
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def find_date(head: str) -> str | None:
    """Read the first full date.

    Examples
    --------
    >>> find_date("Friday, July 21, 2017"), find_date("MOSCOW, March 3. /TASS/.")
    ('2017-07-21', None)
    """
    found = []
    for pattern, order in ((_ISO, (1, 2, 3)), (_MDY, (3, 1, 2)), (_DMY, (3, 2, 1))):
        match = pattern.search(head)
        if match:
            found.append((match.start(), _iso(*(match.group(k) for k in order))))
    return min(found)[1] if found else None


def _source(text: str) -> str | None:
    for match in _SIGNED.finditer(text):
        parts = re.split(r"[/,]| - ", match.group(1))
        for part in parts:
            name = agencies().get(part.strip().lower())
            if name:
                return name
    return None


def read_header(text: str, parts: list[Paragraph]) -> Header:
    """Read the head of an article; marks title and date lines and moves the first paragraphs past their datelines."""
    header = Header()
    body = [part for part in parts if part.kind == "text"]
    if not body:
        return header
    dated = _date_lines(text, body, header)
    body = [part for part in body if part.kind == "text"]
    if not body:
        return header
    _title(text, body, header, dated)
    for part in body[:4]:
        line = text[part.start : min(part.end, part.start + _HEAD)]
        whole = _DATE_LINE.match(line)
        if whole and part.kind == "text":
            header.date = header.date or find_date(line[: whole.end()])
            part.start += whole.end()
            part.start += len(text[part.start : part.start + 3]) - len(text[part.start : part.start + 3].lstrip(" .,"))
            part.kind = "skip" if part.start >= part.end else part.kind
            line = text[part.start : min(part.end, part.start + _HEAD)]
        dateline = _DATELINE.match(line)
        if dateline and dateline.group().strip() and part.kind == "text" and dateline.end() < len(line):
            header.date = header.date or find_date(dateline.group())
            header.source = header.source or _source(dateline.group())
            part.start += dateline.end()
    if header.source is None:
        header.source = (
            _source(text[body[-1].start : body[-1].end][-60:]) if body[-1].end - body[-1].start < 60 else None
        )
    return header


def _date_lines(text: str, body: list[Paragraph], header: Header) -> int:
    """Skip the lines at the head that are nothing but a date; say where the first one ends, or -1."""
    first = -1
    for part in body[:5]:
        line = text[part.start : part.end] if part.end - part.start < _TITLE_MAX else ""
        date = find_date(line) if line and _OWN_LINE.fullmatch(line) else None
        if date is not None:
            header.date = header.date or date
            header.source = header.source or _source(line)
            part.kind = "skip"
            first = part.end if first < 0 else first
    return first


def _title(text: str, body: list[Paragraph], header: Header, dated: int) -> None:
    """Take a short first line without a full stop as the title, if longer lines or a date follow."""
    if body and desk(text, body[0]) is not None:
        body = body[1:]
    if len(body) < 2:
        return
    first, second = body[0], body[1]
    line = text[first.start : first.end]
    follows = second.end - second.start > 60 or first.end < dated < second.start
    if (
        len(line) > _TITLE_MAX
        or not follows
        or line[-1] in ".,:;\"”’'"
        or line[0] in "\"“‘'"
        or _DATE_LINE.match(line)
        or _DATELINE.match(line)
    ):
        return
    if re.match(r"[^\W\d_a-z][\w.’' -]{1,40}: [\"“]", line) or vocabulary()["weekdays"] & {line.lower()}:
        return
    header.title = " ".join(line.split())
    first.kind = "title"
