"""The two Vietnamese font encodings from before Unicode: TCVN3 (the .VnTime fonts) and VNI.

TCVN3 (TCVN 5712:1993, third set) has one byte a letter; capitals with marks are the small letters
in another font. VNI Windows writes the base letter and then a mark letter (``a`` + ``á`` = ``ấ``).
Both are read as if they were Latin-1, which is how they reach us.
"""

import re
from collections import Counter

_TCVN3_FROM = (
    "\xb5\xb8\xb6\xb7\xb9\xa8\xbb\xbe\xbc\xbd\xc6\xa9\xc7\xca\xc8\xc9\xcb\xae\xcc\xd0\xce\xcf\xd1"
    "\xaa\xd2\xd5\xd3\xd4\xd6\xd7\xdd\xd8\xdc\xde\xdf\xe3\xe1\xe2\xe4\xab\xe5\xe8\xe6\xe7\xe9"
    "\xac\xea\xed\xeb\xec\xee\xef\xf3\xf1\xf2\xf4\xad\xf5\xf8\xf6\xf7\xf9\xfa\xfd\xfb\xfc\xfe"
    "\xa1\xa2\xa7\xa3\xa4\xa5\xa6"
)
_TCVN3_TO = (
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
)
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
_VNI_PAIR = re.compile(r"([aeouyôö])([øùûõïêèéúüëâàáåãä])", re.IGNORECASE)
_VNI_TELLING = re.compile(r"[aeouôö][øùûõïäåáàãâëüúéèê]|ñ[aeiouyôö]", re.IGNORECASE)
_TCVN3_TELLING = frozenset("\xb5\xb8\xb6\xb7\xb9\xa8\xa9\xae\xaa\xab\xac\xad\xbb\xbe\xbc\xbd\xa7")
_MODERN = frozenset("ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđăơưĐĂƠƯ")


def from_tcvn3(text: str) -> str:
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    paired = _VNI_PAIR.sub(_vni_pair, text)
    return re.sub("[ôöñæóòîÔÖÑÆÓÒÎ]", _vni_single, paired) if paired != text else text


def _vni_pair(match: re.Match[str]) -> str:
    base, mark = match[1], match[2]
    letter = _VNI_VOWELS[base.lower()].get(mark.lower())
    if letter is None:
        return match[0]
    # Letters that VNI also writes alone must not be read a second time: mark them with the base.
    return letter.upper() if base.isupper() else letter
