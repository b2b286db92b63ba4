"""The tab "Tài liệu": the desk, drawn by its routes (assistant.web.desk_routes) and moved by its script."""

from pathlib import Path
from typing import Any, ClassVar

import gradio as gr

from assistant.desk.roles import Roles, roles_of
from assistant.facade import Assistant
from assistant.web.drawing import draw
from assistant.web.tabs import INTERNAL
from assistant.web.users import parse_users

_STATIC = Path(__file__).parent / "static"
_SCRIPTS = ("desk.js", "desk-gather.js", "desk-document.js")


class DeskTab:
    """The tab of the desk, shown only to those who may change documents."""

    name: ClassVar[str] = "desk"
    label: ClassVar[str] = "Tài liệu"

    def __init__(self, assistant: Assistant) -> None:
        settings = assistant.settings
        users = [name for name, _ in parse_users(settings.users)]
        self._roles: Roles = roles_of(settings, users)
        frame = draw("desk/frame.html.j2", megabytes=settings.max_upload_mb)
        script = "\n".join((_STATIC / name).read_text(encoding="utf-8") for name in _SCRIPTS)
        self.place = gr.HTML(frame, elem_id="desk", js_on_load=script, apply_default_css=False)
        self._tab = self.place.parent
        # Shown to whoever may edit when the page is loaded; the routes check every request anyway.
        if self._tab is not None:
            self._tab.visible = self._roles.may_edit(None)

    def listen(self, blocks: gr.Blocks) -> None:
        """Show the tab to those who may use it."""
        if self._roles.users and self._tab is not None:
            blocks.load(self._shown, None, [self._tab], **INTERNAL)

    def _shown(self, request: gr.Request) -> Any:
        return gr.update(visible=self._roles.may_edit(request.username))
