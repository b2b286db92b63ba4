"""Reads the training corpora into plain values; leaving a statute out leaves out every text of it."""

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vectorstore.training.folding import fold

_ARTICLE = re.compile(r"^[ \t]*(?:Điều|ĐIỀU)[ \t]+(\d+[a-zđ]?)[ \t]*[.:\-]?[ \t]*(.*)$")
_HEADING = re.compile(r"^[ \t]*(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Tiểu mục|TIỂU MỤC)[ \t]+(?:thứ|[IVXLC\d])")
_CLAUSE = re.compile(r"^[ \t]*\d{1,2}[.)\-][ \t]")
_NUMBERED = re.compile(r" của quốc hội.*(?: ngày [\d/]+| năm \d{4}| về|/qh\d+|việt nam) ")
_NAME = re.compile(r"^[ \t]*(?:BỘ LUẬT|LUẬT|HIẾN PHÁP)\b.*$")


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a statute; `law` is its readable name, `slug` the name files carry."""

    law: str
    slug: str
    number: str
    title: str
    text: str

    def clauses(self) -> list[str]:
        """The numbered clauses with their points; the whole text where nothing is numbered."""
        parts: list[list[str]] = [[]]
        for line in self.text.splitlines():
            if _CLAUSE.match(line) and parts[-1]:
                parts.append([])
            if line.strip():
                parts[-1].append(line.strip())
        return [" ".join(part) for part in parts if part]


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A news article: headline, lead and body (one paragraph a line)."""

    title: str
    summary: str
    body: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the passage that it asks about."""

    question: str
    passage: str


def slug_of(name: str) -> str:
    """`Luật Phòng, chống ma túy` → `luat-phong-chong-ma-tuy`, as the statute files are named."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))


def parse_articles(text: str, slug: str) -> Iterator[Article]:
    """Articles of a statute's plain text. A title is the rest of the `Điều N` line, where there is one."""
    law = _law_name(text) or slug.replace("-", " ")
    number, title, body = "", "", list[str]()
    for line in text.splitlines():
        found = _ARTICLE.match(line)
        if found or _HEADING.match(line):
            if number and any(body):
                yield Article(law, slug, number, title, "\n".join(body).strip())
            number, title, body = (found[1], found[2].strip(), []) if found else ("", "", [])
            if len(title) > 160:  # an old statute that starts the article's text on the same line
                title, body = "", [title]
        elif number and line.strip():
            body.append(line.strip())
    if number and any(body):
        yield Article(law, slug, number, title, "\n".join(body).strip())


def _law_name(text: str) -> str:
    lines = [line.strip() for line in text.splitlines()[:60]]
    for at, line in enumerate(lines):
        if _NAME.match(line):
            rest: list[str] = []
            for extra in lines[at + 1 :]:
                if extra and not (extra.isupper() and len(extra) < 120 and not _HEADING.match(extra)):
                    break
                if extra:
                    rest.append(extra)
            # Older statutes put number and date between the kind and the subject.
            return _NUMBERED.sub(" ", " ".join([line, *rest]).capitalize())
    return ""


def read_statutes(corpora: Path, leave_out: Iterable[str] = ()) -> list[Article]:
    """Every article of `statutes/` and `laws.jsonl`, except of the statutes whose slug is in `leave_out`.

    A statute in both places is read from `laws.jsonl`, which is the cleaner of the two.
    """
    out = set(leave_out)
    found: dict[str, list[Article]] = {}
    for line in (corpora / "laws.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        slug = slug_of(row["law"])
        if row["text"].strip():
            article = Article(row["law"], slug, row["article"], row["title"], row["text"])
            found.setdefault(slug, []).append(article)
    for path in sorted((corpora / "statutes").glob("*.txt")):
        if path.stem not in found:
            found[path.stem] = list(parse_articles(path.read_text(encoding="utf-8"), path.stem))
    return [article for slug, articles in sorted(found.items()) if slug not in out for article in articles]


def read_news(corpora: Path) -> list[NewsItem]:
    """All news articles, in file order."""
    with gzip.open(corpora / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [NewsItem(row["title"], row["summary"], row["body"]) for row in map(json.loads, lines)]


def read_questions(corpora: Path) -> list[Question]:
    """All encyclopedia questions, in file order."""
    lines = (corpora / "wiki-questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [Question(row["question"], row["passage"]) for row in map(json.loads, lines)]


def read_administrative(corpora: Path) -> list[str]:
    """Sentences of administrative papers, in file order (neighbours come from the same paper)."""
    return (corpora / "administrative.txt").read_text(encoding="utf-8").splitlines()
