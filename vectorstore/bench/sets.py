"""Question sets: exam questions, statutes asked by rule and by hand, encyclopedia questions."""

import json
import logging
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.documents import Document
from ingest.pipeline import read_document
from vectorstore.training.held_out import DEV_STATUTES, is_dev_passage


@dataclass(frozen=True, slots=True)
class Case:
    """A question and the document and section that answer it; "" stands for any section.

    ``others`` are further (document, section) pairs that answer it just as well.
    """

    query: str
    document: str
    section: str
    others: tuple[tuple[str, str], ...] = ()

    def answered_by(self, document: str, section: str) -> bool:
        """Whether a passage of this section of this document answers the question."""
        asked = ((self.document, self.section), *self.others)
        return (document, section) in asked or (document, "") in asked


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Files to ingest, by name, and questions about them."""

    name: str
    files: dict[str, bytes]
    cases: tuple[Case, ...]


_log = logging.getLogger(__name__)
QUESTIONS = Path(__file__).parent / "questions"
DOCUMENTS = Path("documents")
_FRAMES = (
    "{} phải không?", "{}, điều này đúng hay sai?", "Xin hỏi {}?", "Pháp luật quy định về việc {} ra sao?", "{}",
    "{} được quy định ở đâu?", "Cho tôi hỏi {} như thế nào?", "{} là gì?",
)  # fmt: skip
_SAID_OTHERWISE = {
    "có trách nhiệm": "phải", "không được": "bị cấm", "theo quy định của pháp luật": "đúng luật",
    "cơ quan nhà nước có thẩm quyền": "cơ quan có thẩm quyền", "tổ chức, cá nhân": "cá nhân và tổ chức",
    "bao gồm": "gồm", "quy định tại": "nêu ở", "được phép": "có thể", "người lao động": "NLĐ",
    "ủy ban nhân dân": "UBND", "hội đồng nhân dân": "HĐND", "thực hiện": "tiến hành", "trường hợp": "khi",
    "kể từ ngày": "từ ngày", "thời hạn": "thời gian", "quyền": "quyền lợi", "nghĩa vụ": "trách nhiệm",
    "cấp": "ban hành", "kinh phí": "tiền",
}  # fmt: skip


def exam(data: Path) -> QuestionSet:
    """The exam questions of a folder with ``laws/*.txt`` and ``queries.jsonl``."""
    rows = map(json.loads, (data / "queries.jsonl").read_text(encoding="utf-8").splitlines())
    cases = tuple(Case(r["query"], r["relevant"][0]["document"], r["relevant"][0]["section"]) for r in rows)
    return QuestionSet("exam", {p.name: p.read_bytes() for p in sorted((data / "laws").glob("*.txt"))}, cases)


def statutes(corpora: Path, half: str, size: int = 600, seed: int = 5) -> QuestionSet:
    """Clauses of six statutes asked by rule; ``half`` is "development" or "final": other statutes each."""
    slugs = DEV_STATUTES[::2] if half == "development" else DEV_STATUTES[1::2]
    files = {f"{slug}.txt": (corpora / "statutes" / f"{slug}.txt").read_bytes() for slug in slugs}
    rng = random.Random(seed)
    askable = [
        (document, chunk.section, chunk.text)
        for document in (read_document(data, name) for name, data in files.items())
        for chunk in document.chunks
        if len(chunk.text.split()) >= 10 and chunk.section in asked_once(document)
    ]
    cases = [
        Case(_asked(text, document, rng), document.name, section)
        for document, section, text in rng.sample(askable, size)
    ]
    return QuestionSet(f"statutes, {half}", files, tuple(cases))


def written(corpora: Path, half: str, questions: Path = QUESTIONS) -> QuestionSet:
    """The questions written by hand; ``half`` is "development" or "final": other statutes each.

    Every statute asked about is indexed with all its articles; one that ``corpora`` lacks is left out,
    and said so. Raises ValueError where a question names an article that its statute does not have.
    """
    rows = list(map(json.loads, (questions / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()))
    files, cases, labels = dict[str, bytes](), list[Case](), dict[str, set[str]]()
    for slug in sorted({pair["document"] for row in rows for pair in row["relevant"]}):
        path = corpora / "statutes" / f"{slug}.txt"
        if not path.is_file():
            _log.warning("hand-written, %s: no %s, so its questions are left out", half, path)
            continue
        files[path.name] = path.read_bytes()
        labels[slug] = asked_once(read_document(files[path.name], path.name))
    for row in rows:
        answers = [(pair["document"], pair["section"]) for pair in row["relevant"]]
        if any(slug not in labels for slug, _ in answers):
            continue
        for slug, section in answers:
            if section not in labels[slug]:
                raise ValueError(f"question {row['id']} ({half}): {slug} has no {section}, or has it twice")
        cases.append(Case(row["query"], *answers[0], others=tuple(answers[1:])))
    return QuestionSet(f"hand-written, {half}", files, tuple(cases))


def asked_once(document: Document) -> set[str]:
    """The labels of articles that occur once: of two articles of one number neither can be asked about."""
    labels = [s.label for s in document.sections]
    return {label for label in labels if label.startswith("Điều") and labels.count(label) == 1}


def _asked(text: str, document: Document, rng: random.Random) -> str:
    """A piece of a clause as an official might ask about it: words lost, moved and said otherwise."""
    bare = re.sub(r"(?m)^[a-zđ0-9]{1,2}[.)] ", "", text)
    pieces = [piece for piece in re.split(r"[;.\n]", bare) if len(piece.split()) >= 8]
    words = rng.choice(pieces or [bare]).rstrip(".;:,").split()
    length = rng.randint(7, 16)
    first = rng.randrange(max(1, len(words) - length)) if rng.random() < 0.6 else 0
    said = " ".join(words[first : first + length])
    for phrase, other in _SAID_OTHERWISE.items():
        if rng.random() < 0.5:
            said = re.sub(rf"(?i)\b{phrase}\b", other, said)
    words = [word for word in said.split() if rng.random() > 0.2]
    if rng.random() < 0.3 and len(words) > 6:
        cut = rng.randint(2, len(words) - 2)
        words = words[cut:] + words[:cut]
    asked = rng.choice(_FRAMES).format(" ".join(words))
    law = document.title.split(" (")[0]
    return f"{asked.rstrip('?')} theo {law}?" if rng.random() < 0.4 else asked


def encyclopedia(corpora: Path, size: int = 1000) -> QuestionSet:
    """Encyclopedia passages, each a document, that no training saw, and the questions about them."""
    rows = [row for row in _readable(corpora / "wiki-questions.jsonl") if is_dev_passage(row["passage"])][
        :size
    ]
    passages = dict.fromkeys(row["passage"].strip() for row in rows)
    names = {passage: f"bach-khoa-{number:04d}" for number, passage in enumerate(passages)}
    cases = tuple(Case(row["question"], names[row["passage"].strip()], "") for row in rows)
    return QuestionSet("encyclopedia", {f"{n}.txt": p.encode() for p, n in names.items()}, cases)


def _readable(path: Path) -> Iterator[dict[str, str]]:
    """The rows whose passage was not decoded wrongly by whoever collected them."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "Ã" not in row["passage"] and "»" not in row["passage"]:
            yield row


def plan(questions: Path, documents: Path) -> QuestionSet:
    """The answerable questions of a file about one bundled plan, with those sections that answer them.

    A section has its parts with it ("IV" has "IV.1"). Follow-ups are left out: they need their history.
    """
    files = {p.name: p.read_bytes() for p in sorted(documents.glob("*.txt"))}
    [document] = [read_document(data, name) for name, data in files.items()]
    labels = [section.label for section in document.sections]
    cases = []
    for row in map(json.loads, questions.read_text(encoding="utf-8").splitlines()):
        if row["answerable"] and not row["history"]:
            right = [
                (document.name, label)
                for wanted in row["sections"]
                for label in labels
                if label == wanted or label.startswith(wanted + ".")
            ]
            cases.append(Case(row["question"], *right[0], others=tuple(right[1:])))
    return QuestionSet("plan", files, tuple(cases))


def all_sets(data: Path, corpora: Path | None, questions: Path | None = None) -> Sequence[QuestionSet]:
    """Every set that the given folders have; ``questions`` is a file about the bundled plan."""
    found = [exam(data)]
    if questions:
        found.append(plan(questions, DOCUMENTS))
    if corpora:
        found += [s for s in (written(corpora, half) for half in ("development", "final")) if s.cases]
        found += [statutes(corpora, "development"), statutes(corpora, "final", seed=9), encyclopedia(corpora)]
    return found
