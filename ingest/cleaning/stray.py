"""Marks that a scan's dirt left, words glued by a stray dot, and what can't be read at all."""

import re

from ingest.cleaning.words import chunk_around, has_digit, is_protected
from ingest.edits import Edit
from ingest.spans import Span

_NEVER_ALONE = r"[~ˆ^¬`´¨¸¦|_«»¤§©®°¢£¥¿¡\\{}<>=•■□▪●◦*'\"“”‘’.,:;!?]"
_LONE_AT_END = re.compile(rf"(?<=\S)[ \t]+(?:{_NEVER_ALONE}+(?:[ \t]+{_NEVER_ALONE}+)*)(?=[ \t]*(?:\r?\n|$))")
_LONE_INSIDE = re.compile(r"(?<=\S)[ \t]+[~ˆ^¬`´¨¸¦|_¤«»•■□▪●◦<>]{1,3}(?=[ \t]+\S)")
_LONE_AT_START = re.compile(r"(?m)^[ \t]*[~ˆ^¬`´¨¸¦|_¤«»<>.,:;']{1,3}[ \t]+(?=\S)")
_GLUED = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,7})([.:·•])([^\W\d_]{2,7})(?![^\W\d_])")
_BRACE = re.compile(r"(?<=\S)[ \t]+J(?=[ \t]*(?:\r?\n|$))")
"""Half of a brace beside a list; Vietnamese has no letter J."""
_APOSTROPHE = re.compile(r"(?<![^\s(])['`´‘](?=[^\W\d_]+(?![^\s]*['’]))")
_BAR = re.compile(r"(?<![^\s(])[|¦](?=[^\W\d_])")
"""A word starts with a bar only where an l was read as one."""
_DATE = re.compile(
    r"ngày[ \t]+(?P<day>\S+)[ \t]+tháng[ \t]+(?P<month>\S+)[ \t]+năm[ \t]+(?P<year>\S+)", re.IGNORECASE
)
_ODD_IN_NUMBER = re.compile(r"[\^~*#$\\{}|<>=¿¬ˆ¦]")
_WORD_FOR_DATE = frozenset(
    ("nào", "này", "đó", "ấy", "đầu", "cuối", "một", "hai", "ba", "bốn", "tư", "năm", "sáu", "bảy", "tám")
)
_MEANT = frozenset("'’‘<>")
"""Marks that are more likely meant than dirt, unless other dirt is with them."""
_DOTS = re.compile(r"[._…]+")


def without_stray_marks(text: str) -> list[Edit]:
    """Marks that stand alone where no mark may stand, taken out with the space before or after."""
    edits: list[Edit] = []
    for pattern, confidence in (
        (_LONE_AT_START, 0.95),
        (_LONE_INSIDE, 0.95),
        (_LONE_AT_END, 0.95),
        (_BRACE, 0.8),
    ):
        edits += [
            Edit(Span(m.start(), m.end()), m[0], "", "stray mark", confidence)
            for m in pattern.finditer(text)
            if not has_digit(m[0]) and not _needed(text, m)
        ]
    return _apart(edits)


def _needed(text: str, match: re.Match[str]) -> bool:
    """True for table bars, closing quotation marks, ellipses, and marks in a line of nothing else."""
    marks = match[0].split()
    line = text[slice(*_line(text, match.start()))]
    if not any(ch.isalnum() for ch in line):
        return True
    if _between_numbers(text, match):
        return True  # "2021 ~ 2030" says something
    if line.count("|") > 1 and any("|" in mark for mark in marks):
        return True  # a table drawn with bars
    if any(mark[:2] == ".." or mark[0] == "…" for mark in marks):
        return True
    # Quotation marks may close what another line opened, and ">" may lead on: only among dirt.
    return set("".join(marks)) <= _MEANT or any(ch in '"“”' for ch in match[0])


def _between_numbers(text: str, match: re.Match[str]) -> bool:
    """True for marks inside a line with a digit in the chunk before or after them."""
    start, end = _line(text, match.start())
    before = text[start : match.start()].split()[-1:]
    after = text[match.end() : end].split()[:1]
    return bool(before and after) and any(map(has_digit, before + after))


def unglued(text: str) -> list[Edit]:
    """A stray dot between two words in lower case as the space it was: ``tiếp tục.quản lý``."""
    return [
        Edit(Span(m.start(2), m.end(2)), m[2], " ", "glued words", 0.9)
        for m in _GLUED.finditer(text)
        if m[1].islower() and m[3].islower() and not is_protected(chunk_around(text, m.start(), m.end()))
    ]


def without_open_quotes(text: str) -> list[Edit]:
    """A single quotation mark before a word that nothing closes is dirt."""
    return [
        Edit(Span(m.start(), m.end()), m[0], "", "stray mark", 0.9)
        for m in _APOSTROPHE.finditer(text)
        if not is_protected(chunk_around(text, m.start(), m.end()))
        and sum(text.count(mark, *_line(text, m.start())) for mark in "'’`´") == 1
    ]


def bars_as_letters(text: str) -> list[Edit]:
    """``|ý`` as ``lý``."""
    return [
        Edit(Span(m.start(), m.end()), m[0], "l", "bar", 0.95)
        for m in _BAR.finditer(text)
        if not is_protected(chunk_around(text, m.start(), m.end()))
    ]


def illegible(text: str) -> list[Span]:
    """Places that can't be read and must not be guessed: numbers with odd marks, dates in letters."""
    spans = [
        Span(m.start(), m.end())
        for m in re.finditer(r"\S+", text)
        if has_digit(m[0]) and _ODD_IN_NUMBER.search(m[0])
    ]
    for m in _DATE.finditer(text):
        if not any(has_digit(m[name]) for name in ("day", "month", "year")):
            continue
        for name in ("day", "month", "year"):
            value = m[name].rstrip(".,;:)")
            known = has_digit(value) or _DOTS.fullmatch(value) or value.lower() in _WORD_FOR_DATE
            if value and not known:
                spans.append(Span(m.start(name), m.start(name) + len(value)))
    return sorted(set(spans))


def _line(text: str, position: int) -> tuple[int, int]:
    """Where the line around ``position`` starts and ends."""
    end = text.find("\n", position)
    return text.rfind("\n", 0, position) + 1, end if end >= 0 else len(text)


def _apart(edits: list[Edit]) -> list[Edit]:
    """``edits`` in order, without those that overlap an earlier or longer one."""
    done: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.span.start, -e.span.end)):
        if not done or done[-1].span.end <= edit.span.start:
            done.append(edit)
    return done
