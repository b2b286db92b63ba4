"""How a long reading tells how far it is, and is told to stop."""

from collections.abc import Callable
from dataclasses import dataclass

from ingest.errors import CanCuError


@dataclass(frozen=True, slots=True)
class Progress:
    """Pages of a file recognised so far; ``seconds_left`` is None until it can be told."""

    file_name: str
    done: int
    total: int
    seconds_left: float | None = None


class CancelledError(CanCuError):
    """The reading was stopped by whoever started it."""

    def __init__(self, file_name: str) -> None:
        super().__init__(f"Đã dừng nạp {file_name}.", "Nạp lại để tiếp tục từ trang đang dở.")


def _nothing(_: Progress) -> None:
    return None


def _idle() -> None:
    return None


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """``on_progress`` is called after every recognised page, from any thread; ``cancelled`` is asked
    several times a second, and the reading stops with CancelledError once it says yes. ``on_wait`` is called about once a second
    while another run is writing to the library."""

    on_progress: Callable[[Progress], None] = _nothing
    cancelled: Callable[[], bool] = _never
    on_wait: Callable[[], None] = _idle


QUIET = Watch()
