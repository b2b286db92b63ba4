"""Marks between words and capitals inside sentences: by the words beside them and the page's noise."""

import pytest

from ingest.cleaning.capitals import small_inside
from ingest.cleaning.punctuation import marks_between
from ingest.cleaning.syllables import bundled_model
from ingest.cleaning.words import words_of
from ingest.edits import EditedText


def right(text: str, noise: float) -> str:
    model, words = bundled_model(), words_of(text)
    edits = [*marks_between(text, words, model, noise), *small_inside(text, words, model, noise)]
    return EditedText(text, tuple(sorted(edits, key=lambda edit: edit.span))).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("theo quy: định của pháp luật", "theo quy định của pháp luật"),
        ("theo quy. định của pháp luật", "theo quy định của pháp luật"),
        ("việc bổ nhiệm. miễn nhiệm cán bộ", "việc bổ nhiệm, miễn nhiệm cán bộ"),
        ("nhà nước,.tổ chức và cá nhân", "nhà nước, tổ chức và cá nhân"),
        ("theo quy'định của pháp luật", "theo quy định của pháp luật"),
        ("trách nhiệm của\ntổ. chức đó", "trách nhiệm của\ntổ chức đó"),
        ("thì sẽ Không được phép", "thì sẽ không được phép"),
    ],
)
def test_on_a_noisy_page_dirt_goes(text: str, expected: str) -> None:
    assert right(text, noise=2.0) == expected


@pytest.mark.parametrize(
    "text",
    [
        "các hành vi sau đây: trộm cắp, lừa đảo; gian lận",
        "các tổ chức chính trị-xã hội, tuyến Hà Nội-Hải Phòng",
        "tại khoản 2: quy định chung",
        "từ 5. đến 10. trong năm",
        "của Ban Kế hoạch và Khu kinh tế",
        "kỳ họp. Không ai được phép",
        "a. b, c: d",
        "v.v. và các việc khác",
    ],
)
@pytest.mark.parametrize("noise", [0.05, 2.0])
def test_what_may_be_meant_stays(text: str, noise: float) -> None:
    assert right(text, noise) == text


def test_on_a_clean_page_more_stays() -> None:
    text = "nghĩa là: họ đã thống nhất"
    assert right(text, noise=0.02) == text
