"""Prompt texts in Vietnamese, one file each, with ``{variables}`` that are checked when rendered."""

import string
from functools import cache
from pathlib import Path


class PromptError(ValueError):
    """A prompt was rendered with other variables than its file has."""


def render(name: str, /, **variables: str) -> str:
    """The prompt in ``name.txt`` with its variables filled in.

    Values are put in as they are: braces in a document or a question mean nothing.
    Raises PromptError if a variable is missing or unknown.
    """
    text, names = _load(name)
    if names != set(variables):
        raise PromptError(f"{name}: has {sorted(names)}, got {sorted(variables)}")
    return string.Formatter().vformat(text, (), variables)


@cache
def _load(name: str) -> tuple[str, set[str]]:
    text = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8")
    return text, {field for _, field, _, _ in string.Formatter().parse(text) if field}
