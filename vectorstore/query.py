"""What a search query means before it is matched: abbreviations, document numbers, sections."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.headings import ROMANS
from ingest.references import KINDS, sign_parts
from ingest.vietnamese import fold, has_diacritics
from vectorstore.everyday import official_words

LONGEST_QUERY = 2000  # characters; what follows can't help a search

# How a syllable is spelled without its marks: an opening, vowels, an ending.
_SYLLABLE = re.compile(r"[bcdghklmnpqrstvx]{0,3}[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")
_WORD = re.compile(r"(?<![\w/-])\w+(?:[-&]\w+)*(?!/)")
# The short form of each kind of document, as it stands in numbers.
_KIND_SHORT = {
    "quyet dinh": "qd", "nghi quyet": "nq", "ket luan": "kl", "chi thi": "ct", "nghi dinh": "nd", "thong tu": "tt",
    "chuong trinh hanh dong": "ctr", "chuong trinh": "ctr", "ke hoach": "kh", "quy dinh": "qdi", "huong dan": "hd",
}  # fmt: skip
_KIND_NUMBER = re.compile(
    rf"(?<!\w)(?P<kind>{'|'.join(sorted({fold(k) for k in KINDS}, key=len, reverse=True))}|qd|nq|kl|ct|nd|tt|ctr|kh)"
    r"\s+(?:so\s+)?(?P<number>\d{1,5})(?:/(?:19|20)\d\d)?(?![\d.,/]*\d)"
)
_NUMBER_SIGN = re.compile(
    r"(?<![\w/-])(?P<number>\d{1,5})(?:/\d{4})?[-/][a-zđ]{1,8}\d{0,2}(?:[-/][a-z]+\d*)*"
)
_SECTION = re.compile(
    r"(?<!\w)(?P<what>muc|phan|chuong|diem|khoan)\s+(?P<roman>[ivx]{1,5})(?:\s?[.,-]\s?(?:(?:muc|khoan)\s+)?(?P<arabic>\d{1,2}(?:\.\d{1,2})?))?(?!\w)"
)
_ARTICLE = re.compile(r"(?<!\w)dieu\s+(?P<number>\d{1,4}[a-z]?)(?!\w)")
_APPENDIX = re.compile(r"(?<!\w)phu luc\s+(?:so\s+)?(?P<number>[ivx]{1,5}|\d{1,2})(?!\w)")


@dataclass(frozen=True, slots=True)
class Query:
    """A query understood: ``text`` with abbreviations written out, and what it names.

    ``signs`` are the document numbers in the form of ``sign_tokens``; ``sections`` the section
    labels ("III.5", "Điều 7"); ``accented`` is the share of its syllables that carry marks;
    ``asked`` is ``text`` without the phrases that only make it a question; ``also`` are official words
    for its everyday ones.
    """

    text: str
    signs: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    accented: float = 1.0
    asked: str = ""
    also: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.asked:
            object.__setattr__(self, "asked", without_frame(self.text))


def understand(query: str) -> Query:
    """The query with its abbreviations written out, and the numbers and sections it names."""
    text = expand(query[:LONGEST_QUERY])
    words = [w for w in re.findall(r"\w+", text) if not w.isdigit()]
    accented = sum(has_diacritics(w) for w in words) / len(words) if words else 1.0
    typed = query[:LONGEST_QUERY]
    return Query(text, sign_tokens(typed), named_sections(typed), accented, also=official_words(text))


# Words of asking, not of what is asked about. They are rare in official texts, so they would
# count a lot in BM25. Folded, so that a query without diacritics loses them too.
_ASKING_END = re.compile(
    r"[\s,]*(?:dieu nay )?(?:dung hay sai|phai khong|dung khong|co dung khong|hay khong|nhu the nao|the nao|ra sao"
    r"|duoc quy dinh (?:o dau|nhu the nao|ra sao|the nao)|la gi|gi khong)[\s?.!]*$"
)
_ASKING_START = re.compile(
    r"^[\s]*(?:(?:cho toi hoi|xin hoi|cho hoi|hay cho biet|xin cho biet|khang dinh sau (?:co )?dung(?: khong)?)[\s,:]+"
    r"|(?:phap luat |luat )?quy dinh (?:ve|ve viec) )"
)


def without_frame(text: str) -> str:
    """ "Xin hỏi … đúng hay sai?" without the words of asking; the text itself if nothing else is left."""
    if len(fold(text)) != len(text):
        return text
    start, end = 0, len(text)
    for _ in range(3):
        folded = fold(text[start:end])
        if match := _ASKING_END.search(folded):
            end = start + match.start()
        if match := _ASKING_START.match(fold(text[start:end])):
            start += match.end()
    return text[start:end].strip() or text


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """Short form to its long forms. Keys are written as officials write them."""
    table = {}
    for line in (Path(__file__).parent / "abbreviations.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            short, long = (part.strip() for part in line.split("="))
            table[short] = tuple(part.strip() for part in long.split("|"))
    return table


@cache
def _folded_abbreviations() -> dict[str, tuple[str, ...]]:
    return {fold(short): long for short, long in abbreviations().items()}


def expand(query: str) -> str:
    """The query with every known abbreviation written out in place.

    A short form in capitals always counts; in small letters ("kcht", "ubnd") only if it can't be
    a syllable of the language.
    """
    shouting = query.isupper() and " " in query.strip()

    def long_form(match: re.Match[str]) -> str:
        word = match[0]
        capitals = word.isupper() and not shouting
        if not capitals and (len(word) < 2 or _SYLLABLE.fullmatch(fold(word))):
            return word
        long = abbreviations().get(word) or _folded_abbreviations().get(fold(word))
        if not long and "-" in word:
            parts = [abbreviations().get(part) for part in word.split("-")]
            return " ".join(p[0] for p in parts if p) if all(parts) else word
        return " ".join(long) if long else word

    return _WORD.sub(long_form, query)


def sign_tokens(text: str) -> tuple[str, ...]:
    """Document numbers in a form that meets: "QĐ 80", "Quyết định số 80", "80/QĐ-TTg" give "qd:80"."""
    folded = fold(text)
    found = []
    for match in _NUMBER_SIGN.finditer(folded):
        parts = [fold(p) for p in sign_parts(match[0]) if p]
        found.append(f"{parts[0]}:{match['number'].lstrip('0')}" if parts else match["number"])
    found += [
        f"{_KIND_SHORT.get(match['kind'], match['kind'])}:{match['number'].lstrip('0')}"
        for match in _KIND_NUMBER.finditer(folded)
    ]
    return tuple(dict.fromkeys(found))


def named_sections(text: str) -> tuple[str, ...]:
    """Section labels named in a text: "mục III.5" gives "III.5", "phần IV" "IV", "điều 7" "Điều 7",
    "phụ lục II" "Phụ lục II".

    A chapter is "Chương II"; plans without chapters are spoken of so too, so that "II" follows.
    """
    folded = fold(text)
    found = []
    for match in _SECTION.finditer(folded):
        roman = match["roman"].upper()
        # "phần vi phạm" names no part
        word = (
            roman == "VI"
            and not text[slice(*match.span("roman"))].isupper()
            and re.match(r"\s+[a-z]", folded[match.end() :])
        )
        if roman in ROMANS and not word:
            if match["what"] == "chuong" and not match["arabic"]:
                found.append(f"Chương {roman}")
            found.append(roman + (f".{match['arabic']}" if match["arabic"] else ""))
    reverse = re.search(r"(?<!\w)muc\s+(\d{1,2})\s*,?\s*(?:phan|muc)\s+([ivx]{1,5})(?!\w)", folded)
    if reverse and reverse[2].upper() in ROMANS:
        found = [f"{reverse[2].upper()}.{reverse[1]}", *(f for f in found if f != reverse[2].upper())]
    found += [f"Điều {match['number']}" for match in _ARTICLE.finditer(folded)]
    found += [f"Phụ lục {match['number'].upper()}" for match in _APPENDIX.finditer(folded)]
    return tuple(dict.fromkeys(found))
