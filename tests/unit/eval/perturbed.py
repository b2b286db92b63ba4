"""Answers to a question set that are wrong in every way a judge must notice, made from a seed."""

import random
import unicodedata
from collections.abc import Sequence
from typing import Any

LABELS = (
    *(
        "III.3",
        "III-3",
        "Mục III.3",
        "III > 3",
        "Phần III, mục 3",
        "khoản 3 phần III",
        "iii.3",
        "III/3",
        "III.3.b",
    ),
    *("header", "Phần đầu", "căn cứ", "Nơi nhận", "recipients", "I", "IV.", "IV.5", "II.2.1", "", "Vi phạm"),
    *("Kế hoạch > IV > 4", "II - Nghị quyết 13-NQ/TW", "phan iv muc 5", "Điều 7", "Chương II > Điều 7", "x"),
    *("III. Nhiệm vụ đến năm 2030 > 3. Nâng cao (13-NQ/TW)", "Tiêu đề (khoá XI)", "mục III, khoản 3", "vi.2"),
)
_NOISE = (
    *("**", "*", "_", "__", "[1]", "[1, 2]", "[^3]", "【4】", "<b>", "</b>", "|", "`", "~~", "•", "–", "-"),
    *(
        "\n- ",
        "\n> ",
        "\n## ",
        "\n---\n",
        "\n|---|---|\n",
        "\n| a | b |\n",
        "\n\n",
        "[đây](http://y)",
        "“",
        "’",
    ),
    *(
        " .",
        "\u200b",
        "\u00ad",
        "\t",
        "1",
        "380",
        "hoá",
        "hóa",
        "uỷ",
        "quý",
        "thuỷ ",
        "Ủy",
        "\u2212",
        "_a b_",
    ),
)


def perturbed_answers(questions: Sequence[dict[str, Any]], seed: int) -> dict[str, dict[str, Any]]:
    """Answers by question id, in contract 4's form, a few questions left without one."""
    chance = random.Random(seed)
    passages = [passage for question in questions for passage in question["evidence"]]
    answers = {}
    for question in questions:
        if chance.random() < 0.05:
            continue
        answers[question["id"]] = {
            "id": question["id"],
            "answer": _answer(question, passages, chance),
            "abstained": chance.random() < (0.6 if not question["answerable"] else 0.1),
            "citations": [_citation(question, passages, chance) for _ in range(chance.randint(0, 3))],
        }
    return answers


def _answer(question: dict[str, Any], passages: list[str], chance: random.Random) -> str:
    parts = [chance.choice(phrases) for phrases in question["facts"] if chance.random() < 0.85]
    parts += [chance.choice(passages) for _ in range(chance.choice((0, 1, 3, 30)))]
    parts += [string for string in question["forbidden"] if chance.random() < 0.01]
    chance.shuffle(parts)
    return _noisy(" và ".join(parts), chance)


def _citation(question: dict[str, Any], passages: list[str], chance: random.Random) -> dict[str, Any]:
    quote = chance.choice(passages)
    if question["evidence"] and chance.random() < 0.5:
        quote = "Theo đó, " + chance.choice(question["evidence"]).replace(
            " ", chance.choice((" ", "\n", "  "))
        )
    if chance.random() < 0.1:
        quote = _noisy(quote, chance)
    own_section = question["sections"] and chance.random() < 0.4
    section = chance.choice(question["sections"]) if own_section else chance.choice(LABELS)
    return {"document": "d", "section": section, "page": None, "quote": quote, "span": None}


def _noisy(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    for _ in range(chance.randint(0, 10)):
        words.insert(chance.randrange(len(words) + 1), chance.choice(_NOISE))
    text = " ".join(words)
    if chance.random() < 0.1:
        text = unicodedata.normalize("NFD", text)
    return text.upper() if chance.random() < 0.1 else text
