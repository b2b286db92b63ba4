"""Query → passage pairs from the corpora, made by rule; no question file of the benchmarks is read.

Sources: statute titles and question-like rewritings of clauses; news headlines, leads and sentences
against their bodies (the inverse cloze task of Lee et al. 2019, "Latent Retrieval"); encyclopedia
questions; neighbouring sentences of administrative papers.
"""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vectorstore.training.corpora import Article, NewsItem, Question

_SENTENCE = re.compile(r"(?<=[.;:?!])\s+|\n+")
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}|[a-zđ])[.)\-]\s*")
_ASK_STATEMENT = [
    "{}, đúng hay sai?", "{} đúng không?", "Có phải {}?", "{}", "{} có đúng theo quy định không?",
    "Theo quy định của pháp luật, {}?", "Theo {law}, {}, đúng hay sai?", "{} theo {law}",
]  # fmt: skip
_ASK_TITLE = [
    "{}", "{} là gì?", "{} được quy định như thế nào?", "Quy định về {}", "{} theo {law}", "{} gồm những gì?",
    "{law} quy định thế nào về {}?", "cho hỏi {}", "{} bao gồm những nội dung nào sau đây?", "{} ra sao?",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """A query and a passage that answers it.

    `group` names the text both come from: passages of one group are never each other's negatives.
    `cluster` names the larger work (a statute): batches drawn from few clusters have hard negatives.
    """

    query: str
    passage: str
    group: str
    cluster: str


def sentences(text: str) -> list[str]:
    """The sentences and list items of a text, without their numbering."""
    return [s for part in _SENTENCE.split(text) if (s := _NUMBERING.sub("", part).strip())]


def window(text: str, words: int, rng: random.Random) -> str:
    """A run of about `words` words that begins where a sentence begins."""
    parts = sentences(text)
    at = rng.randrange(len(parts)) if parts else 0
    while at > 0 and sum(len(p.split()) for p in parts[at:]) < words // 2:
        at -= 1
    return " ".join(" ".join(parts[at:]).split()[:words])


def cut(sentence: str, rng: random.Random, shortest: int = 6, longest: int = 32) -> str:
    """A part of a sentence, a tenth of its words lost, as someone would remember it."""
    words = sentence.rstrip(".;:,").split()
    size = min(len(words), rng.randint(shortest, longest))
    start = rng.randrange(len(words) - size + 1) if rng.random() < 0.5 else 0
    kept = [word for word in words[start : start + size] if rng.random() > 0.1]
    return " ".join(kept) if len(kept) > 2 else sentence


def _ask(template: str, text: str, law: str) -> str:
    return template.replace("{law}", law).replace("{}", text)


def statute_pairs(articles: Iterable[Article], rng: random.Random) -> Iterator[Pair]:
    """Titles → text and clauses; rewritten sentences → their clause, with or without its headings."""
    for article in articles:
        group, law, title = f"{article.slug}/{article.number}", article.law, article.title
        clauses = article.clauses()
        if title:
            asked = _ask(rng.choice(_ASK_TITLE), title, law)
            yield Pair(title, window(article.text, 150, rng), group, article.slug)
            yield Pair(asked, rng.choice(clauses), group, article.slug)
            if len(clauses) > 1:
                yield Pair(f"{law} {title}", rng.choice(clauses), group, article.slug)
        for clause in clauses:
            parts = [part for part in sentences(clause) if len(part.split()) >= 6]
            if not parts:
                continue
            chosen = rng.choice(parts)
            query = _ask(rng.choice(_ASK_STATEMENT), cut(chosen, rng), law)
            rest = " ".join(part for part in parts if part != chosen)
            if len(rest.split()) >= 12 and rng.random() < 0.3:
                passage = f"{title}. {rest}"  # the sentence itself is gone: only the meaning is left
            else:
                heads = rng.choice([(law, title), (title,), (title,), ()])
                passage = ". ".join([*heads, _NUMBERING.sub("", clause)])
            yield Pair(query, " ".join(passage.split()[:200]), group, article.slug)


def news_pairs(items: Sequence[NewsItem], rng: random.Random) -> Iterator[Pair]:
    """Headline and lead → body, headline → lead, sentence → its surroundings."""
    for at, item in enumerate(items):
        group = f"news/{at}"
        parts = [part for part in sentences(item.body) if len(part.split()) >= 6]
        if len(parts) < 4:
            continue
        yield Pair(item.title, window(item.body, rng.randint(40, 160), rng), group, "")
        yield Pair(item.summary, window(item.body, rng.randint(40, 160), rng), group, "")
        yield Pair(item.title, item.summary, group, "")
        middle = rng.randrange(len(parts))
        around = parts[max(0, middle - 3) : middle + 4]
        if rng.random() < 0.8:
            around = [part for part in around if part != parts[middle]]
        yield Pair(cut(parts[middle], rng), " ".join(" ".join(around).split()[:160]), group, "")


def question_pairs(questions: Iterable[Question]) -> Iterator[Pair]:
    """Encyclopedia questions; passages asked about twice share their group."""
    for item in questions:
        yield Pair(item.question, " ".join(item.passage.split()[:200]), item.passage[:80], "wiki")


def administrative_pairs(lines: Sequence[str], rng: random.Random) -> Iterator[Pair]:
    """A sentence of an administrative paper → the sentences after it."""
    for at in range(0, len(lines) - 3):
        if len(lines[at].split()) >= 6:
            yield Pair(cut(lines[at], rng), " ".join(lines[at + 1 : at + 3]), f"admin/{at // 6}", "admin")
