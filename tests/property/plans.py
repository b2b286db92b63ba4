"""Texts that look like what people feed in: plans and laws, wrapped and damaged as OCR leaves them."""

import random
import textwrap

from hypothesis import strategies as st

WORDS = [
    "phát",
    "triển",
    "hạ",
    "tầng",
    "giao",
    "thông",
    "đồng",
    "bộ",
    "hiện",
    "đại",
    "tỉnh",
    "Quảng",
    "Ninh",
    "đến",
    "năm",
    "2030",
    "Ban",
    "Thường",
    "vụ",
    "Tỉnh",
    "ủy",
    "cán",
    "bộ",
    "đảng",
    "viên",
    "Nhân",
    "dân",
    "quy",
    "hoạch",
    "đầu",
    "tư",
    "công",
    "trình",
    "dự",
    "án",
    "kinh",
    "tế",
    "xã",
    "hội,",
    "quốc",
    "phòng",
    "-",
    "an",
    "ninh;",
    "chủ",
    "trì",
    "phối",
    "hợp",
    "với",
    "các",
    "cơ",
    "quan",
    "theo",
    "Quyết",
    "định",
    "số",
    "80/QĐ-TTg",
    "ngày",
    "10/02/2023",
    "của",
    "Thủ",
    "tướng",
    "Chính",
    "phủ",
    "Nghị",
    "quyết",
    "13-NQ/TW",
    "Điều",
    "12",
    "khoản",
    "3",
    "mục",
    "II.1",
    "logistics",
    "BIM",
    "(TOD)",
    '"về',
    "xây",
    'dựng"',
    "21-CTr/TƯ",
    "1.500",
    "ha",
    "3,5%",
    "bồi",
    "thường,",
    "giải",
    "phóng",
    "mặt",
    "bằng.",
    "4^5",
    "zs",
    "ừách",
    "tmyên",
]
ROMAN = [
    ("I", "1", "l", "|"),
    ("II", "n", "H", "11"),
    ("III", "m", "M", "IH"),
    ("IV", "TV", "N", "W"),
    ("V", "v", "Y"),
]
TITLES = ("MỤC ĐÍCH, YÊU CẦU", "MỤC TIÊU", "NHIỆM VỤ VÀ GIẢI PHÁP", "TÒ CHỨC THỰC HIỆN", "Quan điểm")
BULLETS = ("- ", "-", "+ ", "* ", "• ", "– ", "a) ", "b) ", "1. ", "2) ", "")


def _sentence(rng: random.Random, longest: int = 45) -> str:
    words = rng.choices(WORDS, k=rng.randint(1, longest))
    return (words[0][:1].upper() + words[0][1:] + " " + " ".join(words[1:])).strip() + rng.choice(
        (".", ";", ":", "", "...")
    )


def _paragraph(rng: random.Random) -> str:
    return rng.choice(BULLETS) + " ".join(_sentence(rng) for _ in range(rng.randint(1, 4)))


def _body(rng: random.Random) -> list[str]:
    return [_paragraph(rng) for _ in range(rng.randint(0, 4))]


def plan_blocks(rng: random.Random) -> list[str]:
    """Headings and paragraphs of a plan, in order."""
    blocks = ["SỐ 12 - KH/TU Quảng Ninh, ngày 3 tháng 6 năm 2024", "KẾ HOẠCH", _sentence(rng)]
    for forms in ROMAN[: rng.randint(0, 5)]:
        blocks.append(f"{rng.choice(forms)}{rng.choice(('- ', '. ', ' - ', '.'))}{rng.choice(TITLES)}")
        for number in range(1, rng.randint(1, 5)):
            blocks += [f"{number}. {_sentence(rng)}", *_body(rng)]
        blocks += _body(rng)
    if rng.random() < 0.6:
        blocks += ["Nơi nhân:", "- Ban Bí thư,", "-LưuVPTU.", "T/M BAN THƯỜNG VỤ"]
    return blocks


def law_blocks(rng: random.Random) -> list[str]:
    """Chapters, articles, clauses and points of a law, a quoted amendment among them."""
    blocks = ["LUẬT DU LỊCH", "Căn cứ Hiến pháp;"]
    article = 0
    for chapter in range(1, rng.randint(2, 4)):
        blocks += [f"Chương {'I' * chapter}", "QUY ĐỊNH CHUNG"]
        for _ in range(rng.randint(0, 4)):
            article += 1
            blocks.append(f"Điều {article}{rng.choice(('. ', ': ', '.'))}{_sentence(rng, 12)}")
            for clause in range(1, rng.randint(1, 4)):
                blocks.append(f"{clause}. {_sentence(rng)}")
                blocks += [f"{letter}) {_sentence(rng)}" for letter in "abđ"[: rng.randint(0, 3)]]
            if rng.random() < 0.2:
                blocks.append(f"“Điều {rng.randint(1, 90)}. {_sentence(rng)}”")
    return [*blocks, "Phụ lục I", _sentence(rng)] if rng.random() < 0.4 else blocks


def printed(rng: random.Random, blocks: list[str]) -> str:
    """The blocks as an OCR export prints them: wrapped, marked page starts, odd blank lines."""
    lines: list[str] = []
    width = rng.choice((0, 40, 82, 110))
    for block in blocks:
        lines += textwrap.wrap(block, width) or [""] if width else [block]
        lines += [""] * rng.choice((0, 0, 1, 1, 2, 4))
        if rng.random() < 0.1:
            lines.append(rng.choice(("\f", " ", "\t", "~ ' '", "• •", "____")))
    if rng.random() < 0.5:
        lines = [
            (" " + line if number % rng.choice((30, 45)) == 0 else line) for number, line in enumerate(lines)
        ]
    separator = rng.choice(("\n", "\n", " \n", "\r\n"))
    return separator.join(lines) + rng.choice(("", "\n", "\n\n\n"))


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A plan or a law, or now and then a text of any characters at all."""
    rng = random.Random(draw(st.integers(0, 2**32)))
    kind = draw(st.sampled_from(("plan", "plan", "law", "law", "any")))
    if kind == "any":
        pieces = st.sampled_from(
            [*WORDS, "\n", "\n\n", " ", "\f", "I- A", "\nĐiều 1. X", "\n1. Một", "\u0300", "İ", "ﬁ", "Ð"]
        )
        return "".join(draw(st.lists(pieces, max_size=60)))
    return printed(rng, plan_blocks(rng) if kind == "plan" else law_blocks(rng))
