"""The page: its header and its tabs, one module each."""

import gradio as gr
from gradio.themes import Base

from assistant.facade import Assistant
from assistant.web.api import serve_ask
from assistant.web.chat import Chat
from assistant.web.decisions import Decisions
from assistant.web.desk import DeskTab
from assistant.web.duties import Duties
from assistant.web.tabs import Tab, build_tabs
from assistant.web.targets import Targets

TITLE = "Căn Cứ: hỏi đáp trên văn bản"

# In the order shown. A new tab is one line here.
TABS: tuple[type[Tab], ...] = (
    Chat,
    Duties,
    Targets,
    Decisions,
    DeskTab,
)

# Installed fonts only, those first that set Vietnamese diacritics well.
_FONTS = (
    "Be Vietnam Pro",
    "Segoe UI",
    "Noto Sans",
    "Roboto",
    "Helvetica Neue",
    "Arial",
    "Liberation Sans",
    "sans-serif",
)
_MONO = ("Consolas", "Noto Sans Mono", "Liberation Mono", "monospace")

_HEADER = """
<div class="brand"><h1>Căn Cứ</h1><p>Hỏi đáp trên văn bản, câu nào cũng có căn cứ</p></div>
"""


def build_page(assistant: Assistant) -> gr.Blocks:
    """The web page over an assistant, with the named endpoint ``/ask``."""
    blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_height=True, fill_width=True)
    with blocks:
        gr.HTML(_HEADER, elem_id="top", apply_default_css=False)
        build_tabs(blocks, assistant, TABS)
        serve_ask(assistant)
    return blocks


def theme() -> Base:
    """A quiet theme whose fonts are on the machine already: nothing is fetched."""
    quiet = Base(primary_hue="red", neutral_hue="stone", font=_FONTS, font_mono=_MONO, radius_size="sm")
    return quiet.set(button_primary_background_fill="#9b1c1c", button_primary_background_fill_hover="#7a1414")
