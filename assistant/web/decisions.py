"""The tab of related decisions: each once, where it is cited, where its dates differ, and a picture of it all."""

from typing import ClassVar

from assistant.knowledge import Knowledge
from assistant.tables.decisions import find_related
from assistant.tables.graph import graph_svg
from assistant.tables.table import Table
from assistant.tables.views import decision_table
from assistant.web.table_html import Wording
from assistant.web.table_tab import TableTab


class Decisions(TableTab):
    """Văn bản liên quan."""

    name: ClassVar[str] = "decisions"
    label: ClassVar[str] = "Văn bản liên quan"
    pictured: ClassVar[bool] = True
    words: ClassVar[Wording] = Wording(
        rows="văn bản liên quan",
        find="Tìm số, ký hiệu, nội dung",
        none="Chưa có văn bản liên quan nào: kho chưa có văn bản, hoặc các văn bản không viện dẫn văn bản nào.",
        hint="Bấm vào một dòng, hoặc vào một nơi viện dẫn, để mở đoạn gốc ở đây.",
    )

    def make_table(self, knowledge: Knowledge) -> Table:
        return decision_table(knowledge)

    def make_picture(self, knowledge: Knowledge) -> str:
        picture = graph_svg(find_related(knowledge.decisions, knowledge.corpus.documents))
        if not picture:
            return ""
        return (
            '<details class="picture"><summary>Sơ đồ viện dẫn</summary><p class="picture-legend">Bấm vào một văn bản để lọc bảng. '
            "×2: được viện dẫn 2 lần; <b>!</b>: ngày ghi khác nhau; nền vàng nhạt: có trong kho. "
            f'Bảng bên dưới ghi đủ những gì sơ đồ vẽ.</p><div class="canvas" tabindex="0">{picture}</div></details>'
        )
