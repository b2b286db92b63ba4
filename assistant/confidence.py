"""How surely a passage answers a question: the ground for saying "không tìm thấy".

Some things make an answer impossible, whatever else the passage says (``impossible``). Otherwise
a logistic regression over a few readable features says how likely the passage is the right one;
its coefficients are in ``model/confidence.json``, made by ``python -m eval.calibrate``.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assistant.answers.context import Context
from assistant.evidence import Evidence
from assistant.question import NUMBER_WORDS
from assistant.wanted import MUST_HOLD
from assistant.wants import Wants
from ingest.vietnamese import fold, tokens
from vectorstore.query import expand, sign_tokens

MODEL_FILE = Path(__file__).parent / "model" / "confidence.json"
_WHOLLY_HELD = 0.2  # the least where a sentence has all that is asked for, word for word
_MOST_MASS = 3.0  # more than this says no more


_PARTS_ASKED = r"(?:may|bao nhieu) (?:dieu|chuong|muc|phan|trang|khoan|nhom)(?: \w+)?"


@dataclass(frozen=True, slots=True)
class Features:
    """What is seen of a question and a passage.

    ``around``: the share, by weight, of the question's telling words that the sentence has or its
    headings and provision; ``mass``: the weight itself, for a long question half covered says more
    than a short one; ``similarity``: the cosine of question and sentence; ``fits``: 1.0 where a
    thing of the kind that is wanted is there.
    """

    around: float
    mass: float
    similarity: float
    fits: float


def features(evidence: Evidence) -> Features:
    """The features of one passage."""
    weights = np.array([t.weight for t in evidence.terms], dtype=np.float32)
    mass = float(weights @ evidence.around)
    return Features(
        around=mass / float(weights.sum()),
        mass=min(_MOST_MASS, mass),
        similarity=evidence.similarity,
        fits=float(evidence.fits),
    )


@cache
def _model() -> tuple[tuple[float, ...], float]:
    """The coefficients of the features, in their order, and the constant."""
    data = json.loads(MODEL_FILE.read_text(encoding="utf-8"))
    return tuple(data["coefficients"]), float(data["constant"])


def confidence(context: Context, chosen: Sequence[Evidence]) -> float:
    """How likely the passages are the ones that answer, in [0, 1]; 0 where they can't be."""
    if impossible(context, chosen):
        return 0.0
    likely = max(_likelihood(features(evidence)) for evidence in chosen)
    return max(likely, _WHOLLY_HELD) if _holds_all(chosen[0]) else likely


def _holds_all(evidence: Evidence) -> bool:
    """True if a sentence itself has each of the question's telling words; the weak ones ("nội dung") it need not have.

    The regression distrusts short questions ("Kế hoạch này nói gì về điện?"), of which little can be covered.
    """
    return all(
        share >= 1.0 or term.weak for term, share in zip(evidence.terms, evidence.shares, strict=True)
    ) and any(term.marks and not term.weak for term in evidence.terms)


def _likelihood(seen: Features) -> float:
    coefficients, constant = _model()
    score = constant + sum(c * v for c, v in zip(coefficients, astuple(seen), strict=True))
    return 1 / (1 + math.exp(-score))


def impossible(context: Context, chosen: Sequence[Evidence]) -> str:
    """Why the passages can't answer, or "".

    What is asked for must be there (an amount in its unit, a date, a year, a name), and nothing
    named in the question (a year, a number, a place, an agency, a document) may be missing.
    """
    question, knowledge = context.question, context.knowledge
    if question.wants in MUST_HOLD and not any(e.fits for e in chosen):
        return "nothing of the kind that is wanted"
    provision = f" {' '.join(_provision(e) for e in chosen)} "
    sentence = " ".join(_frame(context, e) for e in chosen)
    documents = {e.quote.document.id: e.quote.document for e in chosen}.values()
    titles = " ".join(
        _plain(part)
        for d in documents
        for part in (d.title, d.metadata.subject.value, d.metadata.place.value, d.metadata.issuer.value)
    )
    if any(year not in provision for year in question.years):
        return "another year"
    if any(not _has_number(provision, number) for number in question.numbers):
        return "another number"
    if not question.supposes and any(_plain(name) not in f"{sentence} {titles}" for name in question.names):
        return "another place or name"
    if not question.supposes and any(not _names_body(sentence, name) for name in question.agencies):
        return "another body"
    own = {s for d in documents for s in knowledge.corpus.document_signs[d.id]}
    cited = set(sign_tokens(" ".join(e.hit.passage.chunk.text for e in chosen)))
    if any(sign not in own | cited for sign in question.query.signs):
        return "another document"
    if (
        question.query.signs
        and question.asks(_PARTS_ASKED)
        and any(s not in own for s in question.query.signs)
    ):
        return "the build of a document that is not here"
    if question.law and question.law not in f"{sentence} {titles}":
        return "another law"
    if question.company and question.company not in sentence:
        return "no company of that kind"
    if question.wants is Wants.DOCUMENT and not any(e.fits for e in chosen):
        return "no document of that kind"
    return ""


def _names_body(text: str, name: str) -> bool:
    """True if a plain text has the agency; "cơ sở y tế" is no "Sở Y tế"."""
    return re.search(rf"(?<!\w)(?<!co ){re.escape(_plain(name))}(?!\w)", text) is not None


def _plain(text: str) -> str:
    """A text as names are compared: abbreviations written out, folded, one space between syllables."""
    return " ".join(fold(t) for t in tokens(expand(text)))


def _provision(evidence: Evidence) -> str:
    passage = evidence.hit.passage
    return " ".join(_plain(part) for part in (*passage.chunk.path, passage.chunk.text, passage.lead()))


def _frame(context: Context, evidence: Evidence) -> str:
    """The sentence with what it is said of: its headings, its lead-in, the body that it goes on about."""
    passage = evidence.hit.passage
    subjects = (duty.name for duty in context.knowledge.charged(evidence.quote))
    parts = (*passage.chunk.path, passage.lead(), *subjects, evidence.quote.text)
    return " ".join(_plain(part) for part in parts)


def _has_number(text: str, number: str) -> bool:
    if re.search(rf"(?<![\w/])0?{number}(?![\w/])", text):
        return True
    word = NUMBER_WORDS.get(number, "")
    return bool(word) and re.search(rf"(?<!\w){word}(?!\w)", text) is not None
