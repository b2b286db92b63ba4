"""What can go wrong before anything is judged."""

from ingest.errors import CanCuError


class EvalError(CanCuError):
    """A question file, a threshold file or an option can't be used as given."""
