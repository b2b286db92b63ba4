"""The bundled plan as the real pipeline reads it, once a test run."""

from functools import cache

from ingest.documents import Document
from ingest.pipeline import read_document
from tests.paths import PLAN


@cache
def plan() -> Document:
    return read_document(PLAN.read_bytes(), PLAN.name)
