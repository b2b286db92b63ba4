"""Statutes are read article by article; what is left out is out; pairs carry their group."""

import gzip
import json
import random
from pathlib import Path

from vectorstore.training.corpora import parse_articles, read_news, read_statutes, slug_of
from vectorstore.training.pairs import Pair, news_pairs, sentences, statute_pairs

STATUTE = """QUỐC HỘI

LUẬT

THỬ NGHIỆM

Căn cứ Hiến pháp;

Chương I
QUY ĐỊNH CHUNG

Điều 1. Phạm vi điều chỉnh

Luật này quy định về việc thử nghiệm trong các cơ quan và tổ chức.

Điều 2. Nguyên tắc

1. Công khai và minh bạch trong mọi hoạt động thử nghiệm.

2. Đúng thẩm quyền:

a) theo quy định của pháp luật về thử nghiệm;

b) theo trình tự.

Chương II
TỔ CHỨC
"""


def corpora(folder: Path) -> Path:
    (folder / "statutes").mkdir()
    (folder / "statutes" / "luat-thu-nghiem.txt").write_text(STATUTE, encoding="utf-8")
    (folder / "statutes" / "luat-khac.txt").write_text("Điều 1. Tên\nMột điều khác.", encoding="utf-8")
    row = {"law": "Luật Khác", "article": "1", "title": "Tên", "text": "Bản sạch hơn."}
    (folder / "laws.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    with gzip.open(folder / "news.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"title": "t", "summary": "s", "body": "b"}) + "\n")
    return folder


def test_articles_have_titles_clauses_and_no_headings() -> None:
    first, second = parse_articles(STATUTE, "luat-thu-nghiem")
    assert (first.law, first.number, first.title) == ("Luật thử nghiệm", "1", "Phạm vi điều chỉnh")
    assert len(first.clauses()) == 1
    assert [clause[:2] for clause in second.clauses()] == ["1.", "2."]
    assert "CHƯƠNG" not in second.text.upper()


def test_leaving_a_statute_out_leaves_out_both_copies(tmp_path: Path) -> None:
    folder = corpora(tmp_path)
    assert {a.slug for a in read_statutes(folder)} == {"luat-thu-nghiem", "luat-khac"}
    assert [a.text for a in read_statutes(folder, ["luat-thu-nghiem"])] == ["Bản sạch hơn."]
    assert {a.slug for a in read_statutes(folder, ["luat-khac"])} == {"luat-thu-nghiem"}
    assert slug_of("Luật Phòng, chống ma túy") == "luat-phong-chong-ma-tuy"


def test_pairs_are_repeatable_and_grouped(tmp_path: Path) -> None:
    articles = read_statutes(corpora(tmp_path))
    pairs = list(statute_pairs(articles, random.Random(1)))
    assert pairs == list(statute_pairs(articles, random.Random(1)))
    assert {pair.group for pair in pairs} == {"luat-thu-nghiem/1", "luat-thu-nghiem/2", "luat-khac/1"}
    assert all(isinstance(pair, Pair) and pair.query and pair.passage for pair in pairs)


def test_news_too_short_to_ask_about_gives_no_pairs(tmp_path: Path) -> None:
    assert list(news_pairs(read_news(corpora(tmp_path)), random.Random(1))) == []


def test_sentences_lose_their_numbering() -> None:
    assert sentences("1. Một câu; a) hai câu.\nBa") == ["Một câu;", "hai câu.", "Ba"]
