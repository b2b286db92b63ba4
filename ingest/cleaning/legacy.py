"""The two Vietnamese font encodings from before Unicode: TCVN3 (the .VnTime fonts) and VNI.

TCVN3 (TCVN 5712:1993, third set) has one byte a letter; capitals with marks are the small letters
in another font. VNI Windows writes the base letter and then a mark letter (``a`` + ``á`` = ``ấ``).
Both are read as if they were Latin-1, which is how they reach us.
"""

import re
import unicodedata
from collections import Counter

_TCVN3_FROM = (
    "\xb5\xb8\xb6\xb7\xb9\xa8\xbb\xbe\xbc\xbd\xc6\xa9\xc7\xca\xc8\xc9\xcb\xae\xcc\xd0\xce\xcf\xd1"
    "\xaa\xd2\xd5\xd3\xd4\xd6\xd7\xdd\xd8\xdc\xde\xdf\xe3\xe1\xe2\xe4\xab\xe5\xe8\xe6\xe7\xe9"
    "\xac\xea\xed\xeb\xec\xee\xef\xf3\xf1\xf2\xf4\xad\xf5\xf8\xf6\xf7\xf9\xfa\xfd\xfb\xfc\xfe"
    "\xa1\xa2\xa7\xa3\xa4\xa5\xa6"
)
_TCVN3_TO = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = str.maketrans(_TCVN3_FROM, _TCVN3_TO)

_VNI_VOWELS = {
    "a": {"ø": "à", "ù": "á", "û": "ả", "õ": "ã", "ï": "ạ", "ê": "ă", "è": "ằ", "é": "ắ", "ú": "ẳ",
          "ü": "ẵ", "ë": "ặ", "â": "â", "à": "ầ", "á": "ấ", "å": "ẩ", "ã": "ẫ", "ä": "ậ"},
    "e": {"ø": "è", "ù": "é", "û": "ẻ", "õ": "ẽ", "ï": "ẹ", "â": "ê", "à": "ề", "á": "ế", "å": "ể",
          "ã": "ễ", "ä": "ệ"},
    "o": {"ø": "ò", "ù": "ó", "û": "ỏ", "õ": "õ", "ï": "ọ", "â": "ô", "à": "ồ", "á": "ố", "å": "ổ",
          "ã": "ỗ", "ä": "ộ"},
    "u": {"ø": "ù", "ù": "ú", "û": "ủ", "õ": "ũ", "ï": "ụ"},
    "y": {"ø": "ỳ", "ù": "ý", "û": "ỷ", "õ": "ỹ"},
    "ô": {"ø": "ờ", "ù": "ớ", "û": "ở", "õ": "ỡ", "ï": "ợ"},
    "ö": {"ø": "ừ", "ù": "ứ", "û": "ử", "õ": "ữ", "ï": "ự"},
}  # fmt: skip
_VNI_SINGLES = {"ô": "ơ", "ö": "ư", "ñ": "đ", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI = re.compile(r"([aeouyôö])([øùûõïêèéúüëâàáåãä])|[ôöñæóòî]", re.IGNORECASE)
_VNI_TELLING = re.compile(r"[aeouôö][øùûõïäåáàãâëüúéèê]|ñ[aeiouyôö]", re.IGNORECASE)
_TCVN3_TELLING = frozenset("\xb5\xb8\xb6\xb7\xb9\xa8\xa9\xae\xaa\xab\xac\xad\xbb\xbe\xbc\xbd\xa7")
_SAMPLE = 200_000
_MODERN = frozenset("ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđăơưĐĂƠƯ")


def from_tcvn3(text: str) -> str:
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    return _VNI.sub(_vni_letter, text)


def _vni_letter(match: re.Match[str]) -> str:
    whole = match[0]
    base, mark = match[1] or whole, match[2]
    letter = _VNI_VOWELS[base.lower()].get(mark.lower()) if mark else _VNI_SINGLES[base.lower()]
    if letter is None:  # two letters that only happen to stand together
        letter = _VNI_SINGLES.get(base.lower(), base.lower()) + _VNI_SINGLES.get(mark.lower(), mark.lower())
        return letter.upper() if whole.isupper() else letter
    return letter.upper() if base.isupper() else letter


def looks_like_tcvn3(text: str) -> bool:
    """True if letters of the TCVN3 fonts stand inside words, and no Vietnamese of Unicode does."""
    sample = text[:_SAMPLE]
    letters = sum(ch.isalpha() for ch in sample)
    telling = sum(count for ch, count in Counter(sample).items() if ch in _TCVN3_TELLING)
    return telling >= 4 and telling * 25 > letters and _is_without_vietnamese(sample)


def looks_like_vni(text: str) -> bool:
    """True if VNI's pairs of letter and mark are common, and no Vietnamese of Unicode is there."""
    sample = text[:_SAMPLE]
    pairs = len(_VNI_TELLING.findall(sample))
    return pairs >= 4 and pairs * 12 > len(sample.split()) and _is_without_vietnamese(sample)


def _is_without_vietnamese(sample: str) -> bool:
    return sum(ch in _MODERN for ch in unicodedata.normalize("NFC", sample)) * 200 < len(sample)
