"""How texts are compared: markup off, then one spelling for what reads the same."""

import re
import unicodedata

_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD])
_QUOTES = str.maketrans(dict.fromkeys("“”„«»″", '"') | dict.fromkeys("‘’‚′", "'"))
_DASH = re.compile(" ?[-\u2010\u2011\u2012\u2013\u2014\u2015\u2212] ?")


def _tone_spellings() -> dict[str, str]:
    """Tone mark on the second vowel (hoá, uỷ) to tone mark on the first (hóa, ủy)."""
    tones = ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323")  # huyền sắc hỏi ngã nặng
    return {
        unicodedata.normalize("NFC", vowels + tone): unicodedata.normalize(
            "NFC", vowels[0] + tone + vowels[1]
        )
        for vowels in ("oa", "oe", "uy")
        for tone in tones
    }


_TONES = _tone_spellings()
# After q the u belongs to the consonant (quý), and before more letters the mark stands right (hoàn).
_TONE = re.compile(rf"(?<!q)(?:{'|'.join(_TONES)})(?!\w)")


def normalise(text: str) -> str:
    """Lower case, NFC, single spaces; dashes, quotes and tone-mark spellings made one."""
    text = unicodedata.normalize("NFC", text).lower().translate(_INVISIBLE).translate(_QUOTES)
    text = _TONE.sub(lambda found: _TONES[found[0]], text)
    text = _DASH.sub("-", re.sub(r"\s+", " ", text))
    return text.strip()


# In order: each rule may rely on the ones before it. Rules with ^ or $ work on lines.
_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.MULTILINE), replacement)
    for pattern, replacement in (
        (r"!?\[([^\]]*)\]\([^)]*\)", r"\1"),  # links and images keep their words
        (r"\[\^?\s*\d+(?:\s*[,;–-]\s*\d+)*\s*\]", " "),  # citation markers [1] [1, 2] [^3]
        (r"【[^】]*】", " "),
        (r"</?[a-zA-Z][^>]*>", " "),  # HTML tags
        (r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*$", " "),  # rule under a table head
        (r"^\s*(?:>\s*)+", ""),  # block quotes
        (r"^\s*#{1,6}\s+", ""),  # headings
        (r"^\s*(?:[-*_]\s*){3,}$", " "),  # horizontal rules
        (r"^\s*[-*+•–]\s+", ""),  # list items
        (r"\|", " "),
        (r"`", ""),
        (r"\*+|__+|~~", ""),  # bold, strike-through
        (r"(?<!\w)_([^_\n]+)_(?!\w)", r"\1"),  # italics
        (r"[ \t]+([,.;:!?)])", r"\1"),  # a removed marker leaves no gap before punctuation
    )
)


def strip_markup(text: str) -> str:
    """The words of an answer without citation markers, Markdown and HTML tags."""
    text = unicodedata.normalize("NFC", text)
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    return text.strip()


def _word_ends(text: str) -> list[int]:
    """Where each word ends; a word is a run without spaces that holds a letter or a digit."""
    return [
        run.end()
        for run in re.finditer(r"\S+", text)
        if any(sign.isalnum() or sign == "_" for sign in run[0])
    ]


def word_count(text: str) -> int:
    """How many words, counting as a reader does (syllables in Vietnamese)."""
    return len(_word_ends(text))


def first_words(text: str, limit: int) -> str:
    """The text up to the end of its ``limit``-th word."""
    ends = _word_ends(text)
    return text if len(ends) <= limit else text[: ends[limit - 1]]


def contains(haystack: str, phrase: str) -> bool:
    """Whether ``haystack``, normalised before, holds the phrase.

    A phrase that starts or ends with a digit does not match inside a longer number:
    380/QĐ-TTg does not hold 80/QĐ-TTg. An empty phrase is never held.
    """
    needle = normalise(phrase)
    if not needle:
        return False
    start = haystack.find(needle)
    while start >= 0:
        end = start + len(needle)
        joined_before = needle[0].isdigit() and haystack[max(start - 1, 0) : start].isdecimal()
        joined_after = needle[-1].isdigit() and haystack[end : end + 1].isdecimal()
        if not joined_before and not joined_after:
            return True
        start = haystack.find(needle, start + 1)
    return False
