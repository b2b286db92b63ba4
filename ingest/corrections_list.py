"""The corrections of a document as lines on a terminal."""

import unicodedata
from collections.abc import Iterator, Sequence

from ingest.cleaning.corrections import CONTEXT, Correction, Verdict
from ingest.cleaning.rule_names import rule_name

_VERDICTS = {Verdict.ACCEPTED: " · đã nhận", Verdict.REJECTED: " · đã bỏ"}
_COMMON = "syllable"
"""The rule that needs no name: nine in ten corrections are its."""
MIN_CONTEXT = 8


def listing(name: str, corrections: Sequence[Correction], width: int) -> Iterator[str]:
    """Lines of at most ``width`` columns, as far as the corrections themselves allow."""
    if not corrections:
        yield f"{name}: không có chỗ sửa nào."
        return
    for title, applied in (("Đã sửa", True), ("Đề nghị, chưa sửa", False)):
        group = [item for item in corrections if item.applied is applied]
        if group:
            yield f"{title} ({len(group)}):"
            yield from (_line(item, width) for item in group)
            yield ""
    yield "Nhận hay bỏ chỗ sửa theo mã ở đầu dòng:"
    yield "  python -m ingest corrections TÊN --accept MÃ [MÃ ...]"
    yield "  python -m ingest corrections TÊN --reject MÃ [MÃ ...]"


def _line(item: Correction, width: int) -> str:
    """Code, how sure in percent, and the change amid as much of its line as there is room for."""
    edit = item.edit
    head = f"{item.key.code} {edit.confidence:4.0%}  "
    rule = "" if edit.rule == _COMMON else f" ({rule_name(edit.rule)})"
    tail = rule + (_VERDICTS[item.verdict] if item.verdict else "")
    change = f"[{_shown(edit.original)} → {_shown(edit.replacement)}]"
    room = max(width - _columns(head) - _columns(change) - _columns(tail) - 4, 2 * MIN_CONTEXT)
    words_before, words_after = _whole_words(item)
    before = _cut(words_before, room // 2, from_end=True)
    after = _cut(words_after, room - _columns(before), from_end=False)
    return head + " ".join(part for part in (before, change, after) if part) + tail


def _whole_words(item: Correction) -> tuple[list[str], list[str]]:
    """The words before and after the change, without the outermost if the context cuts it off."""
    before, after = item.key.before.split(), item.key.after.split()
    near_full = CONTEXT - 4
    return (
        before[1:] if len(item.key.before) > near_full else before,
        after[:-1] if len(item.key.after) > near_full else after,
    )


def _shown(text: str) -> str:
    """``text`` on one line, with what can't be seen named."""
    if not text:
        return "∅"
    return " ".join(text.split()) or "␣"


def _cut(words: list[str], columns: int, *, from_end: bool) -> str:
    """As many of ``words`` as fit, from the side of the change outwards."""
    kept: list[str] = []
    for word in reversed(words) if from_end else words:
        if _columns(" ".join([*kept, word])) > columns - 2:
            break
        kept.append(word)
    if from_end:
        return " ".join(["…", *reversed(kept)])
    return " ".join([*kept, "…"])


def _columns(text: str) -> int:
    return sum(not unicodedata.combining(ch) for ch in text)
