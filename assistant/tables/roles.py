"""The roles that a body may have in a duty, and how verbs tell them."""

import re

from assistant.tables.subjects import VERB
from ingest.vietnamese import fold

LEADS, COORDINATES, DIRECTS, GUIDES, CARRIES_OUT = (
    "chủ trì",
    "phối hợp",
    "chỉ đạo",
    "hướng dẫn, kiểm tra",
    "thực hiện",
)
ROLES = (LEADS, COORDINATES, DIRECTS, GUIDES, CARRIES_OUT)

_ROLE_VERBS = (
    (LEADS, r"chủ trì"),
    (COORDINATES, r"phối hợp"),
    (DIRECTS, r"lãnh đạo|chỉ đạo|định hướng"),
    (GUIDES, r"hướng dẫn|kiểm tra|giám sát|thanh tra|theo dõi|đôn đốc"),
)
_BESIDE = re.compile(r"\s*,\s*|\s+và\s+|\s+")
_MANNER = re.compile(r"phải|thường xuyên|tập trung|chủ động|tích cực|định kỳ", re.IGNORECASE)
_DOES = re.compile(r"thực hiện|triển khai|xây dựng|quản lý|quán triệt|tuyên truyền", re.IGNORECASE)


def role_of(duty: str) -> str:
    """The role that the verbs at the head of a duty give its body."""
    opening = re.split(r"[;:]", fold(duty))[0]
    head = re.match(r"(?:[^,]{0,60},\s*)?(?:[^,]{0,40},\s*)?[^,]{0,40}", opening)
    verbs = list(VERB.finditer(duty, 0, head.end() if head else len(opening)))
    # Verbs side by side ("Lãnh đạo, chỉ đạo") count together; an object ends the row of them.
    row = ""
    for position, verb in enumerate(verbs):
        apart = position and not _BESIDE.fullmatch(duty, verbs[position - 1].end(), verb.start())
        if apart and not _MANNER.fullmatch(row.strip()):
            break
        row += f" {verb[0]}"
        if _DOES.fullmatch(verb[0]):
            break
    for role, pattern in _ROLE_VERBS:
        if re.search(pattern, row, re.IGNORECASE):
            return role
    return CARRIES_OUT
