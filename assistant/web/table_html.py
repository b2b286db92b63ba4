"""HTML of a table: what filters it, its rows, and the passages of one row."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.answer import Quote
from assistant.mentions import is_register
from assistant.tables.table import Column, Row, Selection, Table
from assistant.web.sources import panel_html

PAGE = 50  # rows shown at a time
_KEY = 16  # characters of a document's id by which a row names it
_SHORT = 60  # characters of a choice in a list
_MOST_PLACES = 5  # buttons in a cell; the passages beside the table are all there


@dataclass(frozen=True, slots=True)
class Wording:
    """What a tab calls its rows: "nhiệm vụ", and what its passages' panel says before one is chosen."""

    rows: str
    find: str
    none: str
    hint: str


def tools_html(table: Table, words: Wording) -> str:
    """The search box, the lists of choices, and the downloads."""
    if not table.rows:
        return ""
    lists = "".join(_choices(table, column) for column in table.columns if column.choice)
    return (
        f'<form class="tools-bar" role="search" onsubmit="return false"><label class="find"><span class="unseen">{escape(words.find)}</span>'
        f'<input type="search" placeholder="{escape(words.find)}…" autocomplete="off" spellcheck="false"></label>{lists}</form>'
    )


def _choices(table: Table, column: Column) -> str:
    values = table.values(column.key)
    if len(values) < 2:
        return ""
    options = "".join(
        f'<option value="{escape(value)}">{escape(_short(value))} ({count})</option>'
        for value, count in values
    )
    return (
        f'<select data-column="{column.key}" aria-label="Lọc theo: {escape(column.label)}"><option value="">'
        f"{escape(column.choice)}</option>{options}</select>"
    )


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + "…"


def rows_html(table: Table, rows: Sequence[Row], selection: Selection, page: int, words: Wording) -> str:
    """A page of the chosen rows, and how many there are."""
    if not table.rows:
        return f'<div class="empty"><p>{words.none}</p></div>'
    if not rows:
        return (
            f'<p class="count" role="status">Không có {escape(words.rows)} nào khớp với điều kiện lọc.</p>'
            '<div class="empty"><p>Hãy thử bớt chữ trong ô tìm, hoặc bỏ các điều kiện lọc.</p>'
            '<p><button type="button" class="reset">Bỏ lọc</button></p></div>'
        )
    pages = (len(rows) - 1) // PAGE + 1
    page = min(max(page, 0), pages - 1)
    shown = rows[page * PAGE : (page + 1) * PAGE]
    head = "".join(_head(column, selection) for column in table.shown)
    body = "".join(_row(table, row) for row in shown)
    return (
        f"{_count(table, rows, page, pages, words)}"
        f'<div class="table-box" tabindex="0" role="region" aria-label="{escape(table.title)}">'
        f'<table class="grid {table.name}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{_pager(page, pages)}'
    )


def _count(table: Table, rows: Sequence[Row], page: int, pages: int, words: Wording) -> str:
    of = f" trong {_number(len(table.rows))}" if len(rows) < len(table.rows) else ""
    first, last = page * PAGE + 1, min((page + 1) * PAGE, len(rows))
    span = f", đang xem {_number(first)}–{_number(last)}" if pages > 1 else ""
    return f'<div class="above"><p class="count" role="status"><b>{_number(len(rows))}</b>{of} {escape(words.rows)}{span}</p>{_DOWNLOADS}</div>'


_DOWNLOADS = (
    '<span class="downloads" role="group" aria-label="Tải bảng về"><span>Tải về:</span>'
    '<button type="button" class="download" data-kind="xlsx" title="Tải các dòng đang lọc thành tệp Excel">Excel</button>'
    '<button type="button" class="download" data-kind="csv" title="Tải các dòng đang lọc thành tệp CSV">CSV</button></span>'
)


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _head(column: Column, selection: Selection) -> str:
    sorted_here = selection.sort == column.key
    order = ("descending" if selection.descending else "ascending") if sorted_here else "none"
    arrow = ("▼" if selection.descending else "▲") if sorted_here else ""
    return (
        f'<th scope="col" class="c-{column.key}" aria-sort="{order}"><button type="button" class="sort" data-sort="{column.key}" '
        f'title="Sắp xếp theo cột này">{escape(column.label)}<span aria-hidden="true">{arrow}</span></button></th>'
    )


def _row(table: Table, row: Row) -> str:
    cells = "".join(_cell(table, column, row) for column in table.shown)
    warned = ' class="warned"' if row.notes else ""
    notes = "".join(
        f'<tr class="note"><td colspan="{len(table.shown)}"><strong class="warning">{escape(note)}</strong></td></tr>'
        for note in row.notes
    )
    return f'<tr data-quotes="{" ".join(quote_key(q) for q in row.quotes)}"{warned}>{cells}</tr>{notes}'


def _cell(table: Table, column: Column, row: Row) -> str:
    text = " ".join(row.cells.get(column.key, "").split())
    if column.key == "place":
        body = _place(text, 1)
    elif column.key == "places":
        body = _places(table, row, text)
    elif column.key == "number":
        body = f'<span><span class="quiet">{escape(row.cells.get("kind", ""))}</span> {escape(text)}</span>'
    elif column.key == "state":
        body = f"<span>{escape('. '.join(row.values('state')))}</span>"
    else:
        body = f"<span>{escape(text)}</span>"
    kind = f"c-{column.key}{' verbatim' if column.verbatim else ''}{'' if text else ' none'}"
    return f'<td class="{kind}" data-label="{escape(column.label)}">{body}</td>'


def _places(table: Table, row: Row, text: str) -> str:
    """How often and how a decision is cited, and a button for each place, by which its passage opens."""
    several = len(table.values("document")) > 1
    first: dict[tuple[str, str], int] = {}
    times = Counter(_named(quote) for quote in row.quotes)
    for number, quote in enumerate(row.quotes, 1):
        first.setdefault(_named(quote), number)
    html, shown = "", list(first.items())
    rest = len(shown) - _MOST_PLACES + 1 if len(shown) > _MOST_PLACES else 0
    of = ""
    for (title, place), number in shown[: _MOST_PLACES - 1] if rest else shown:
        if several and title != of:
            html += f'<span class="of">{escape(title)}</span>'
            of = title
        count = times[title, place]
        html += _place(f"{place} ×{count}" if count > 1 else place, number)
    if rest:
        html += _place(f"và {rest} nơi nữa", shown[_MOST_PLACES - 1][1])
    how = row.cells.get("why", "")
    said = text.partition(":")[0] + (f" · {how}" if how else "")
    return f'<span><span class="quiet">{escape(said)}</span> {html}</span>'


def _place(label: str, number: int) -> str:
    return f'<button type="button" class="cite open" data-number="{number}">{escape(label)}</button>'


def _named(quote: Quote) -> tuple[str, str]:
    """The document of a passage and its place in it; the register has no places."""
    return ("", "sổ đăng ký") if is_register(quote.document) else (quote.document.title, quote.place)


def _pager(page: int, pages: int) -> str:
    if pages < 2:
        return ""

    def button(label: str, to: int, name: str) -> str:
        off = " disabled" if not 0 <= to < pages else ""
        return (
            f'<button type="button" class="page" data-page="{to}" aria-label="{name}"{off}>{label}</button>'
        )

    return (
        f'<nav class="pager" aria-label="Các trang của bảng">{button("‹ Trước", page - 1, "Trang trước")}'
        f"<span>Trang {page + 1} / {pages}</span>{button('Sau ›', page + 1, 'Trang sau')}</nav>"
    )


def quote_key(quote: Quote) -> str:
    """A passage as a row names it: the beginning of its document's id, and its span."""
    return f"{quote.document.id[:_KEY]}:{quote.span.start}:{quote.span.end}"


def hint_html(name: str, words: Wording) -> str:
    """The passages' panel before a row is chosen."""
    return panel_html(name, "Đoạn gốc", f'<div class="hint"><p>{escape(words.hint)}</p></div>')
