"""Cleaning of recognised text: every change recorded, none where the text can't be known."""

from ingest.cleaning.cleaned import Cleaned
from ingest.cleaning.pipeline import clean

__all__ = ["Cleaned", "clean"]
