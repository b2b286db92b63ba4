"""A line on stderr that says how far a long loop has come."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def shown(
    items: Sequence[Item], name: str, note: Callable[[], str] = str, every: float = 5.0
) -> Iterator[Item]:
    """Yield the items; every few seconds say how many are done, how long is left, and `note()`."""
    begun = told = time.monotonic()
    for done, item in enumerate(items, start=1):
        yield item
        now = time.monotonic()
        if now - told >= every or done == len(items):
            told = now
            left = (now - begun) / done * (len(items) - done)
            print(f"{name} {done}/{len(items)}, {left:.0f} s left {note()}", file=sys.stderr)  # noqa: T201
