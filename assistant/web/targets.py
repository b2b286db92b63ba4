"""The tab of targets: what is to be reached, in which field, by which year."""

from typing import ClassVar

from assistant.knowledge import Knowledge
from assistant.tables.table import Table
from assistant.tables.views import target_table
from assistant.web.table_html import Wording
from assistant.web.table_tab import TableTab


class Targets(TableTab):
    """Mục tiêu, chỉ tiêu."""

    name: ClassVar[str] = "targets"
    label: ClassVar[str] = "Chỉ tiêu"
    words: ClassVar[Wording] = Wording(
        rows="mục tiêu, chỉ tiêu",
        find="Tìm trong mục tiêu, chỉ tiêu",
        none="Chưa có mục tiêu, chỉ tiêu nào để lập bảng: kho chưa có văn bản, hoặc các văn bản không đặt mục tiêu.",
        hint="Bấm vào một dòng để mở đoạn gốc nêu mục tiêu đó ở đây.",
    )

    def make_table(self, knowledge: Knowledge) -> Table:
        return target_table(knowledge.corpus.documents)
