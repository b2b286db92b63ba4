"""An answer before it is verified and numbered: statements, each with the quotes it rests on."""

from dataclasses import dataclass, field

from assistant.answer import Quote

PASSAGES = "passages"  # the kind of an answer to any question that no other kind takes


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the answer says. ``item`` sets it as a point of a list."""

    text: str
    grounds: tuple[Quote, ...]
    item: bool = False


@dataclass(slots=True)
class Draft:
    """The direct answer, the passages that carry it, and what must be warned of.

    ``sources`` are passages cited as a whole where a statement quotes a part of them, but not
    shown in the text; ``more`` is what goes beyond a short answer, folded away. ``confidence`` in [0, 1] says how surely the passages answer the question.
    """

    kind: str
    statements: list[Statement] = field(default_factory=list)
    passages: list[Quote] = field(default_factory=list)
    sources: list[Quote] = field(default_factory=list)
    more: list[Statement] = field(default_factory=list)
    warnings: list[Statement] = field(default_factory=list)
    confidence: float = 1.0
