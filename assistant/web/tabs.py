"""What a tab of the page is, and how the tabs are put on it."""

from collections.abc import Iterable
from typing import Any, ClassVar, Protocol

import gradio as gr

from assistant.facade import Assistant


class Tab(Protocol):
    """One tab. It is constructed inside the page's Blocks, and makes its components there.

    ``name`` is its id (ASCII, used in addresses of elements: ``#NAME-tab``), ``label`` what users read.
    Its style sheet is ``static/NAME.css``, if it has one. Events of a tab are no API: give them
    ``INTERNAL``.
    """

    name: ClassVar[str]
    label: ClassVar[str]

    def __init__(self, assistant: Assistant) -> None: ...

    def listen(self, blocks: gr.Blocks) -> None:
        """Tie the events together; called when the components of every tab are there."""


# For the events of the page: only ``ask`` is an API (assistant.web.api).
INTERNAL: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def tab_around(component: Any) -> gr.Tab | None:
    """The tab that a component stands in, or None."""
    while component is not None and not isinstance(component, gr.Tab):
        component = component.parent
    return component


def build_tabs(blocks: gr.Blocks, assistant: Assistant, tabs: Iterable[type[Tab]]) -> None:
    """Make the tabs inside the Blocks being built; the first is shown."""
    made = []
    with gr.Tabs(elem_id="tabs", overflow_behavior="wrap"):
        for tab in tabs:
            with gr.Tab(tab.label, id=tab.name, elem_id=f"{tab.name}-tab", elem_classes="tab-body", scale=1):
                made.append(tab(assistant))
    for one in made:
        one.listen(blocks)
