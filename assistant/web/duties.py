"""The tab of duties: who must do what, in what role, and where that is written."""

from typing import ClassVar

from assistant.knowledge import Knowledge
from assistant.tables.table import Table
from assistant.tables.views import duty_table
from assistant.web.table_html import Wording
from assistant.web.table_tab import TableTab


class Duties(TableTab):
    """Bảng nhiệm vụ."""

    name: ClassVar[str] = "duties"
    label: ClassVar[str] = "Nhiệm vụ"
    words: ClassVar[Wording] = Wording(
        rows="nhiệm vụ",
        find="Tìm trong bảng nhiệm vụ",
        none="Chưa có nhiệm vụ nào để lập bảng: kho chưa có văn bản, hoặc các văn bản không giao nhiệm vụ cho cơ quan nào.",
        hint="Bấm vào một dòng để mở đoạn gốc giao nhiệm vụ đó ở đây, chữ giao việc được tô vàng.",
    )

    def make_table(self, knowledge: Knowledge) -> Table:
        return duty_table(knowledge.duties)
