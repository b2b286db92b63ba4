"""The one exception base: every expected failure says what happened and what to do next."""


class CanCuError(Exception):
    """An expected failure, told to the user in Vietnamese.

    ``message`` says what happened in one sentence; ``next_step`` says what the user can do
    about it. ``str(error)`` joins both on one line, which is what the command lines print
    and the web page shows. The technical detail belongs in the log and in ``__cause__``.
    """

    def __init__(self, message: str, next_step: str) -> None:
        self.message = message
        self.next_step = next_step
        super().__init__(f"{message} {next_step}")


class UnreadableFileError(CanCuError):
    """A file given to ingest can't be read, is empty, or is not what its name says."""


class DataDirError(CanCuError):
    """The data directory can't be created, written, or holds damaged records."""


class ModelError(CanCuError):
    """A bundled or configured model is missing, damaged, or another one than the index's."""
