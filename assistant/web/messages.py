"""HTML of the conversation: the questions, and under each its answer, its problem, or that it is pending."""

from collections.abc import Container
from html import escape

from assistant.answer import Answer, Citation, section_name
from assistant.web.conversation import Conversation, Exchange
from assistant.web.markup import to_html, to_plain
from ingest.vietnamese import capitalised

RELATED = "Có thể liên quan, không phải câu trả lời"


def conversation_html(conversation: Conversation, present: Container[str] | None = None) -> str:
    """All exchanges, oldest first. Markers carry the number of their exchange and of their citation.

    ``present`` are the ids of the documents that are still there: an answer from others says so.
    """
    exchanges = "".join(_exchange(number, exchange, present) for number, exchange in enumerate(conversation))
    return f'<div class="conversation" role="log" aria-label="Hội thoại">{exchanges}</div>'


def _exchange(number: int, exchange: Exchange, present: Container[str] | None) -> str:
    question = f'<h3 class="unseen">Câu hỏi</h3><div class="bubble">{escape(exchange.question)}</div>'
    return (
        f'<article class="exchange" data-exchange="{number}"><div class="question">{question}</div>'
        f"{_outcome(number, exchange)}{_gone(exchange, present)}</article>"
    )


def _gone(exchange: Exchange, present: Container[str] | None) -> str:
    """A note where documents that an answer shows were removed or replaced since."""
    if present is None:
        return ""
    titles = dict.fromkeys(c.title for c in exchange.sources if c.document_id not in present)
    if not titles:
        return ""
    named = escape("; ".join(titles))
    return (
        f'<p class="note gone"><strong>Lưu ý:</strong> Từ sau câu trả lời này, {named} đã được gỡ hoặc thay bản mới. '
        "Hãy hỏi lại để được trả lời theo các văn bản hiện có.</p>"
    )


def _outcome(number: int, exchange: Exchange) -> str:
    if exchange.answer is not None:
        return _answer(number, exchange)
    if exchange.problem:
        return f'<div class="answer problem" role="alert"><p>{escape(exchange.problem)}</p></div>'
    return '<div class="answer pending" role="status"><p>Đang tra cứu trong các văn bản…</p></div>'


def _answer(number: int, exchange: Exchange) -> str:
    answer = exchange.answer
    assert answer is not None
    kind = "answer abstained" if answer.abstained else "answer"
    body = _abstention(number, exchange) if answer.abstained else _stated(number, exchange)
    return (
        f'<div class="{kind}"><h3 class="unseen">Trả lời</h3>{_resolved(answer)}'
        f'<div class="body">{body}</div>{_tools(exchange)}</div>'
    )


def _resolved(answer: Answer) -> str:
    if not answer.resolved:
        return ""
    return f'<p class="resolved">Hiểu câu hỏi là: <em>{escape(answer.resolved)}</em></p>'


def _stated(number: int, exchange: Exchange) -> str:
    answer = exchange.answer
    assert answer is not None
    # The composer writes its warnings into the text; another one's are shown beside it.
    unsaid = (w for w in answer.warnings if w not in answer.text)
    notes = "".join(f'<p class="note"><strong>Lưu ý:</strong> {escape(w)}</p>' for w in unsaid)
    return _marked_up(number, exchange, answer.text) + notes + _more(number, exchange)


def _more(number: int, exchange: Exchange) -> str:
    """What goes beyond the short answer, folded away."""
    answer = exchange.answer
    if answer is None or not answer.more:
        return ""
    said = _marked_up(number, exchange, answer.more)
    return f'<details class="more"><summary>Xem thêm</summary><div class="body">{said}</div></details>'


def _abstention(number: int, exchange: Exchange) -> str:
    answer = exchange.answer
    assert answer is not None
    # The first paragraph says that nothing was found; the places that follow it are listed as buttons.
    text = answer.text.split("\n\n")[0] if answer.related else answer.text
    said = _marked_up(number, exchange, text)
    if not answer.related:
        return said
    items = "".join(f"<li>{_place_button(number, c)}</li>" for c in answer.related)
    return f'{said}<div class="related"><p>{RELATED}:</p><ul>{items}</ul></div>'


def _marked_up(number: int, exchange: Exchange, text: str) -> str:
    citations = {c.number: c for c in exchange.sources}

    def marker(cited: int) -> str:
        return _marker(number, citations[cited]) if cited in citations else ""

    return to_html(text, marker)


def _marker(exchange: int, citation: Citation) -> str:
    hint = escape(f"Xem căn cứ {citation.number}: {place(citation)}")
    return (
        f'<button type="button" class="cite" data-exchange="{exchange}" data-number="{citation.number}"'
        f' aria-label="{hint}" title="{hint}">[{citation.number}]</button>'
    )


def _place_button(exchange: int, citation: Citation) -> str:
    words = citation.quote.split()
    where = place(citation)
    begins = " ".join(words[:14]) + ("…" if len(words) > 14 else "")
    return (
        f'<button type="button" class="cite place" data-exchange="{exchange}" data-number="{citation.number}">'
        f"<b>{escape(capitalised(where))} · {escape(citation.title)}</b> {escape(begins)}</button>"
    )


def _tools(exchange: Exchange) -> str:
    sources = exchange.sources
    counted = (
        f'<span class="grounds">{len(sources)} căn cứ</span>' if sources and not _abstained(exchange) else ""
    )
    copied = escape(copy_text(exchange))
    return (
        f'<div class="tools">{counted}<button type="button" class="copy" data-copy="{copied}"'
        ' title="Sao chép câu trả lời kèm nguồn">Sao chép</button></div>'
    )


def _abstained(exchange: Exchange) -> bool:
    return exchange.answer is not None and exchange.answer.abstained


def copy_text(exchange: Exchange) -> str:
    """What "Sao chép" puts on the clipboard: the answer, and its sources spelt out."""
    answer = exchange.answer
    if answer is None:
        return ""
    sources = "\n".join(f"[{c.number}] {c.title}, {place(c)}" for c in answer.citations)
    said = "\n\n".join(to_plain(part) for part in (answer.text, answer.more) if part)
    return said + (f"\n\nNguồn:\n{sources}" if sources else "")


def place(citation: Citation) -> str:
    """Where a citation stands, in a few words: "mục IV.4, trang 7"."""
    parts = [section_name(citation.section), citation.detail, page(citation)]
    return ", ".join(part for part in parts if part)


def page(citation: Citation) -> str:
    """The page of a citation, and whether it was inferred: "trang 6 (trang suy đoán)"."""
    if citation.page is None:
        return ""
    return f"trang {citation.page}" + ("" if citation.page_certain else " (trang suy đoán)")
