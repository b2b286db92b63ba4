"""HTML of the light Markdown that answers are written in. Everything is escaped before it is marked up."""

import re
from collections.abc import Callable
from html import escape
from itertools import groupby

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_MARKER = re.compile(r"\[(\d{1,3})\]")
_NOTE = "**Lưu ý:**"

Marker = Callable[[int], str]
"""Makes the HTML of a citation marker; "" for a number that names no citation."""


def to_html(text: str, marker: Marker) -> str:
    """An answer's text as HTML: paragraphs, quotes, bullets, bold, and citation markers."""
    lines = [line.strip() for line in text.split("\n")]
    return "".join(
        _block(kind, list(group), marker) for kind, group in groupby(lines, key=_kind) if kind != "gap"
    )


def to_plain(text: str) -> str:
    """An answer's text without its markup, for the clipboard."""
    return re.sub(r"^> ?", "", _BOLD.sub(r"\1", text), flags=re.MULTILINE)


def _kind(line: str) -> str:
    if not line:
        return "gap"
    if line.startswith(">"):
        return "quote"
    if line.startswith(("- ", "* ")):
        return "item"
    return "note" if line.startswith(_NOTE) else "text"


def _block(kind: str, lines: list[str], marker: Marker) -> str:
    if kind == "quote":
        body = "<br>".join(_inline(line[1:].strip(), marker) for line in lines)
        return f"<blockquote>{body}</blockquote>"
    if kind == "item":
        return "<ul>" + "".join(f"<li>{_inline(line[2:], marker)}</li>" for line in lines) + "</ul>"
    if kind == "note":
        return "".join(f'<p class="note">{_inline(line, marker)}</p>' for line in lines)
    return f"<p>{'<br>'.join(_inline(line, marker) for line in lines)}</p>"


def _inline(text: str, marker: Marker) -> str:
    marked = _BOLD.sub(r"<strong>\1</strong>", escape(text))
    return _MARKER.sub(lambda match: marker(int(match[1])) or match[0], marked)
