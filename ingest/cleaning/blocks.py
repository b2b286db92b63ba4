"""A text cut into blocks of whole lines, about a page each, while it is still being read.

Where a block ends depends on line ends alone, which no edit adds or removes, so the blocks of a
cleaned text are the cleaned blocks. (Whether a line counts as long is the one exception: a line
within a few characters of the limit may pass it by its own repair.)
"""

from collections.abc import Iterable, Iterator

BLOCK_LINES = 60
MIN_LAST_BLOCK = 20
"""A last block of fewer lines belongs to the one before."""
LONG_LINE = 10_000
"""A line of more characters is a block by itself."""
MAX_LINE = 1_000_000
"""A longer line is no text anyone reads; it comes in pieces, and is passed through as it is."""


def lines_of(pieces: Iterable[str]) -> Iterator[str]:
    """The lines of a text that comes in pieces, with their ends (``\\n``).

    A line of more than ``MAX_LINE`` characters comes in several pieces, each longer than that.
    """
    rest: list[str] = []
    length = 0
    for piece in pieces:
        start = 0
        while end := piece.find("\n", start) + 1:
            yield "".join((*rest, piece[start:end]))
            rest, length, start = [], 0, end
        if start < len(piece):
            rest.append(piece[start:])
            length += len(piece) - start
        if length > 2 * MAX_LINE + 2:
            # So much stays back that the line's last piece, too, is longer than any line read.
            whole = "".join(rest)
            yield whole[: -MAX_LINE - 1]
            rest, length = [whole[-MAX_LINE - 1 :]], MAX_LINE + 1
    if rest:
        yield "".join(rest)


def blocks_of(lines: Iterable[str]) -> Iterator[str]:
    """Runs of whole lines: ``BLOCK_LINES`` of them, or one long one."""
    before: list[str] = []
    block: list[str] = []
    for line in lines:
        if len(line) > LONG_LINE:
            yield from _joined(before, block)
            before, block = [], []
            yield line
            continue
        block.append(line)
        if len(block) == BLOCK_LINES:
            if before:
                yield "".join(before)
            before, block = block, []
    yield from _joined(before, block)


def _joined(before: list[str], last: list[str]) -> Iterator[str]:
    """The last two blocks before the end or a long line, as one if the second is short."""
    if before and len(last) >= MIN_LAST_BLOCK:
        yield "".join(before)
        before = []
    if before or last:
        yield "".join((*before, *last))
