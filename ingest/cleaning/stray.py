"""Marks that a scan's dirt left, words glued by a stray dot, and what can't be read at all."""

import re

from ingest.cleaning.words import has_digit, is_protected
from ingest.edits import Edit
from ingest.spans import Span

_NEVER_ALONE = r"[~ˆ^¬`´¨¸¦|_«»¤§©®°¢£¥¿¡\\{}<>=•■□▪●◦*'\"“”‘’.,:;!?]"
_LONE_AT_END = re.compile(rf"(?<=\S)[ \t]+(?:{_NEVER_ALONE}+(?:[ \t]+{_NEVER_ALONE}+)*)(?=[ \t]*(?:\r?\n|$))")
_LONE_INSIDE = re.compile(r"(?<=\S)[ \t]+[~ˆ^¬`´¨¸¦|_¤«»•■□▪●◦<>]{1,3}(?=[ \t]+\S)")
_LONE_AT_START = re.compile(r"(?m)^[ \t]*[~ˆ^¬`´¨¸¦|_¤«»<>.,:;']{1,3}[ \t]+(?=\S)")
_GLUED = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,7})([.:·•])([^\W\d_]{2,7})(?![^\W\d_])")
_APOSTROPHE = re.compile(r"(?<![^\s(])['`´‘](?=[^\W\d_]+(?![^\s]*['’]))")
_BAR = re.compile(r"(?<![^\s(])[|¦](?=[^\W\d_])")
"""A word starts with a bar only where an l was read as one."""
_DATE = re.compile(
    r"ngày[ \t]+(?P<day>\S+)[ \t]+tháng[ \t]+(?P<month>\S+)[ \t]+năm[ \t]+(?P<year>\S+)", re.IGNORECASE
)
_ODD_IN_NUMBER = re.compile(r"[\^~*#$\\{}|<>=¿¬ˆ¦]")
_WORD_FOR_DATE = frozenset("nào này đó ấy đầu cuối một hai ba bốn tư năm sáu bảy tám chín mười".split())
_DOTS = re.compile(r"[._…]+")


def without_stray_marks(text: str) -> list[Edit]:
    """Marks that stand alone where no mark may stand, taken out with the space before or after."""
    edits: list[Edit] = []
    for pattern, confidence in ((_LONE_AT_START, 0.95), (_LONE_INSIDE, 0.95), (_LONE_AT_END, 0.95)):
        edits += [
            Edit(Span(m.start(), m.end()), m[0], "", "stray mark", confidence)
            for m in pattern.finditer(text)
            if not has_digit(m[0]) and not _needed(text, m)
        ]
    return _apart(edits)


def _needed(text: str, match: re.Match[str]) -> bool:
    """True for a closing quotation mark, an ellipsis, and marks in a line of nothing else."""
    marks = match[0].split()
    line_start = text.rfind("\n", 0, match.start()) + 1
    line_end = text.find("\n", match.end())
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    if not any(ch.isalnum() for ch in line):
        return True
    if any(mark[:2] in ("..", "…") or mark[0] == "…" for mark in marks):
        return True
    quotes = sum(ch in "\"“”" for ch in line)
    return any(ch in "\"“”" for mark in marks for ch in mark) and quotes % 2 == 0


def unglued(text: str) -> list[Edit]:
    """A stray dot between two words in lower case as the space it was: ``tiếp tục.quản lý``."""
    edits: list[Edit] = []
    for m in _GLUED.finditer(text):
        if m[1].islower() and m[3].islower() and not is_protected(_chunk(text, m.start(), m.end())):
            edits.append(Edit(Span(m.start(2), m.end(2)), m[2], " ", "glued words", 0.9))
    return edits


def without_open_quotes(text: str) -> list[Edit]:
    """A single quotation mark before a word that nothing closes is dirt."""
    return [
        Edit(Span(m.start(), m.end()), m[0], "", "stray mark", 0.9)
        for m in _APOSTROPHE.finditer(text)
        if not is_protected(_chunk(text, m.start(), m.end()))
    ]


def bars_as_letters(text: str) -> list[Edit]:
    """``|ý`` as ``lý``."""
    return [
        Edit(Span(m.start(), m.end()), m[0], "l", "bar", 0.95)
        for m in _BAR.finditer(text)
        if not is_protected(_chunk(text, m.start(), m.end()))
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
            if value and not has_digit(value) and not _DOTS.fullmatch(value):
                if value.lower() not in _WORD_FOR_DATE:
                    spans.append(Span(m.start(name), m.start(name) + len(value)))
    return sorted(set(spans))


def _chunk(text: str, start: int, end: int) -> str:
    """``text[start:end]`` out to the white space around it."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end]


def _apart(edits: list[Edit]) -> list[Edit]:
    """``edits`` in order, without those that overlap an earlier one."""
    done: list[Edit] = []
    for edit in sorted(edits, key=lambda e: e.span):
        if not done or done[-1].span.end <= edit.span.start:
            done.append(edit)
    return done
