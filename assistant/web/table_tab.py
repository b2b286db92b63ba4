"""A tab that shows a table: filters above, rows below, the passages of the chosen row beside them."""

import base64
import logging
import re
import threading
from collections.abc import Callable
from html import escape
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import gradio as gr

from assistant.answer import Quote
from assistant.facade import Assistant
from assistant.knowledge import Knowledge
from assistant.render import cite
from assistant.tables.export import CSV_TYPE, XLSX_TYPE, csv_bytes, file_name, xlsx_bytes
from assistant.tables.table import Selection, Table
from assistant.web.conversation import readable
from assistant.web.pages import Pages
from assistant.web.sources import cards_html, panel_html
from assistant.web.table_html import Wording, hint_html, rows_html, tools_html
from assistant.web.tabs import INTERNAL, tab_around
from ingest.errors import CanCuError
from ingest.spans import Span

log = logging.getLogger(__name__)

_STATIC = Path(__file__).parent / "static"
_FAILED = (
    "Có lỗi ngoài dự kiến khi lập bảng. Hãy tải lại trang; nếu vẫn lỗi, hãy báo người quản trị xem nhật ký."
)
_WAITING = '<p class="waiting" role="status">Đang lập bảng…</p>'
_QUOTE = re.compile(r"(?P<document>[0-9a-zA-Z_-]{1,16}):(?P<start>\d{1,9}):(?P<end>\d{1,9})")
_MOST_PASSAGES = 40  # of one row, shown
_stamps = count(1)
_T = TypeVar("_T")


class TableTab:
    """The components of one table and what happens on them. A subclass names its table and its words.

    The server keeps nothing between events: each sends what the user chose.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    words: ClassVar[Wording]
    pictured: ClassVar[bool] = False

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._pages = Pages(assistant)
        self._lock = threading.Lock()
        self._made: tuple[Knowledge, Table, int] | None = None
        script = (_STATIC / "table.js").read_text(encoding="utf-8")
        plain: dict[str, Any] = {"apply_default_css": False, "elem_classes": "sheet"}
        # Which table the page shows: one made since, over other documents, is drawn when the tab is opened.
        self.shown = gr.State(0)
        with gr.Row(elem_id=f"{self.name}-columns", elem_classes="columns"):
            with gr.Column(elem_classes="listing", scale=7, min_width=0):
                self.tools = gr.HTML("", elem_id=f"{self.name}-tools", js_on_load=script, **plain)
                if self.pictured:
                    self.picture = gr.HTML("", elem_id=f"{self.name}-picture", **plain)
                self.rows = gr.HTML(_WAITING, elem_id=f"{self.name}-rows", **plain)
                self.file = gr.HTML(
                    "", elem_id=f"{self.name}-file", apply_default_css=False, elem_classes="unseen"
                )
            with gr.Column(elem_classes="passages", scale=4, min_width=0):
                self.passages = gr.HTML(self._hint(), elem_id=f"{self.name}-passages", **plain)

    def make_table(self, knowledge: Knowledge) -> Table:
        """The table over what is in the library now."""
        raise NotImplementedError

    def make_picture(self, knowledge: Knowledge) -> str:
        """HTML above the rows, where the tab is ``pictured``."""
        raise NotImplementedError

    def listen(self, blocks: gr.Blocks) -> None:
        """Tie the events together."""
        quick: dict[str, Any] = {**INTERNAL, "queue": False, "trigger_mode": "always_last"}
        self.tools.choose(self._choose, None, [self.rows], **quick)
        self.tools.passages(self._open, None, [self.passages], **quick)
        self.tools.file(self._file, None, [self.file], **quick)
        # Documents may have come or gone since the page was built.
        shown = [
            self.shown,
            self.tools,
            self.rows,
            self.passages,
            *((self.picture,) if self.pictured else ()),
        ]
        blocks.load(self._start, None, shown, **INTERNAL)
        if (tab := tab_around(self.tools)) is not None:
            tab.select(self._renew, [self.shown], shown, **INTERNAL)

    # -- events --------------------------------------------------------------------------------

    def _start(self) -> list[Any]:
        """Everything as it is before anything is chosen."""

        def drawn() -> list[Any]:
            table = self._table()
            rows = rows_html(table, table.rows, Selection(), 0, self.words)
            picture = [self.make_picture(self._assistant.knowledge())] if self.pictured else []
            return [self._stamp(), tools_html(table, self.words), rows, self._hint(), *picture]

        return self._safely(
            drawn, lambda problem: [0, "", problem, self._hint(), *([""] if self.pictured else [])]
        )

    def _renew(self, shown: int) -> list[Any]:
        """Nothing new where the page shows the table as it is: what was chosen stays."""
        fresh = self._start()
        return fresh if fresh[0] != shown else [gr.skip()] * len(fresh)

    def _stamp(self) -> int:
        return self._made[2] if self._made else 0

    def _choose(self, event: gr.EventData) -> str:
        def drawn() -> str:
            table, selection = self._table(), _selection(event)
            return rows_html(table, table.select(selection), selection, _number(event, "page"), self.words)

        return self._safely(drawn, lambda problem: problem)

    def _open(self, event: gr.EventData) -> str:
        opened = max(1, _number(event, "number"))
        quotes = [q for key in _text(event, "quotes").split()[:_MOST_PASSAGES] if (q := self._quote(key))]
        if not quotes:
            gone = (
                '<div class="hint"><p>Văn bản này đã được thay hoặc gỡ khỏi kho. Hãy tải lại trang.</p></div>'
            )
            return panel_html(self._panel, "Đoạn gốc", gone)
        citations = [cite(quote, number) for number, quote in enumerate(quotes, 1)]
        cards = cards_html(citations, opened, self._assistant.document, self._pages.cited)
        return panel_html(
            self._panel, "Đoạn gốc", f'<div class="verbatim">{cards}</div>', f' data-stamp="{next(_stamps)}"'
        )

    def _file(self, event: gr.EventData) -> str:
        """The chosen rows as a file, in an element from which the page's script saves it."""

        def made() -> str:
            table = self._table()
            rows = table.select(_selection(event))
            csv = _text(event, "kind") == "csv"
            content = csv_bytes(table, rows) if csv else xlsx_bytes(table, rows)
            return (
                f'<a data-name="{escape(file_name(table, "csv" if csv else "xlsx"))}" data-type="{CSV_TYPE if csv else XLSX_TYPE}" '
                f'data-stamp="{next(_stamps)}" data-content="{base64.b64encode(content).decode("ascii")}"></a>'
            )

        return self._safely(made, lambda problem: problem)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def _panel(self) -> str:
        return f"{self.name}-passages-panel"

    def _hint(self) -> str:
        return hint_html(self._panel, self.words)

    def _table(self) -> Table:
        knowledge = self._assistant.knowledge()
        with self._lock:
            if self._made is None or self._made[0] is not knowledge:
                self._made = (knowledge, self.make_table(knowledge), next(_stamps))
            return self._made[1]

    def _quote(self, key: str) -> Quote | None:
        """The passage that a row names, or None where its document is gone."""
        found = _QUOTE.fullmatch(key)
        if not found:
            return None
        document = next(
            (d for d in self._assistant.corpus.documents if d.id.startswith(found["document"])), None
        )
        start, end = int(found["start"]), int(found["end"])
        if document is None or not start < end <= len(document.text):
            return None
        return Quote(document, Span(start, end))

    @staticmethod
    def _safely(made: Callable[[], _T], failed: Callable[[str], _T]) -> _T:
        """What ``made`` makes, or what says that it can't: the page stays up whatever happens."""
        try:
            return made()
        except CanCuError as error:
            log.info("no table", exc_info=True)
            problem = str(error)
        except Exception:  # the log has the whole story
            log.exception("unexpected failure in a table")
            problem = _FAILED
        return failed(f'<div class="empty" role="alert"><p>{escape(problem)}</p></div>')


def _selection(event: gr.EventData) -> Selection:
    """What the page's script says was chosen; whatever is not as it should be counts as not chosen."""
    data = event._data if isinstance(event._data, dict) else {}
    chosen = data.get("chosen")
    return Selection(
        words=readable(_text(event, "words"))[:200],
        chosen={str(k): str(v) for k, v in chosen.items() if v} if isinstance(chosen, dict) else {},
        sort=_text(event, "sort"),
        descending=data.get("descending") is True,
    )


def _text(event: gr.EventData, name: str) -> str:
    value = event._data.get(name) if isinstance(event._data, dict) else None
    return value if isinstance(value, str) else ""


def _number(event: gr.EventData, name: str) -> int:
    value = event._data.get(name) if isinstance(event._data, dict) else None
    return value if isinstance(value, int) else 0
