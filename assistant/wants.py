"""What kind of answer a question wants, read from its words of asking; ``wanted.py`` says whether a text gives it."""

import re
from enum import Enum

from ingest.vietnamese import fold


class Wants(Enum):
    """What the answer to a question must contain."""

    ANYTHING = "anything"
    DATE = "date"  # a day or month, as in "ngày nào"
    TIME = "time"  # any statement of time, as in "khi nào"
    YEAR = "year"
    QUANTITY = "quantity"  # a number with its unit
    COUNT = "count"  # how many things, which a list answers too
    BODY = "body"
    PERSON = "person"
    DEFINITION = "definition"
    DOCUMENT = "document"  # which decree, circular, decision


_COMPANY = (
    r"tap doan|tong cong ty|cong ty|doanh nghiep|ngan hang|nha thau|nha dau tu|chu dau tu|benh vien|hiep hoi"
)
_BODY = (
    rf"ai|(?:{_COMPANY}) nao|(?:nhung |cac )?(?:co quan|don vi|to chuc|ben|bo phan|chu the|noi|cap|so|ban|nganh|cap uy|tap the)"
    r"(?:, don vi|, to chuc)? nao"
)
_DATE = (
    r"ngay nao|ngay bao nhieu|ngay thang nam nao|ngay thang nao|thang nao|ngay ban hanh|ngay ky|ngay thang|ra ngay|"
    r"truoc ngay|thang may|ngay may|ngay gi|may thang may"
)
_TIME = r"khi nao|bao gio|thoi diem nao|luc nao|bao lau|han cuoi|thoi han (?:nao|may|la bao)"
_OFFICE = r"(?:pho )?(?:truong ban|truong doan|chu tich|bi thu|giam doc|chu nhiem|vien truong|hieu truong|bo truong|thu truong|truong phong|to truong)"
_PERSON = (
    rf"ho ten|ho va ten|ten nguoi|ten day du cua (?:ong|ba|dong chi)|ten (?:cua )?(?:dong chi|ong|ba|{_OFFICE})|"
    rf"ai ky|do ai ky|nguoi nao ky|dong chi nao|ong nao|ba nao|ai la (?:nguoi ky|{_OFFICE})|{_OFFICE}(?: [\w,]+)* (?:la ai|ten (?:la )?gi)|"
    rf"dong chi(?: [\w,]+)* ten (?:la )?gi|"
    r"so dien thoai|dia chi email|email"
)
_MAY = re.compile(r"(?<!\w)may(?!\w)")
# Beside it, "may" typed without its mark is no "mấy": "máy tính", "bộ máy", "may mặc".
_MAY_AFTER = re.compile(r"(?<!\w)(?:bo|nha|xe) $")
_MAY_BEFORE = re.compile(r" (?:tinh|moc|bay|mac|man|in|phat|chu|quay)(?!\w)")
_HOW_MANY = re.compile(r"(?<!\w)(?:bao nhieu|may)(?!\w)(?:\s+(?P<unit>[a-z%]+(?: [a-z]+)?))?")
# "mấy cái hồ xuống cấp thì xử lý kiểu gì": some, not how many
_PLURAL = re.compile(
    r"(?<!\w)may (?:cai|anh|chi|chu|ong|ba|em|dua|cho|viec)(?!\w).*(?<!\w)(?:gi|nao|ra sao|the nao)(?!\w)"
)
_NO_UNIT = frozenset("la thi de cho trong va o tai nhu bi duoc khi phai tu ve".split())  # noqa: SIM905
# Things that a document lists: their number may be given by the list itself.
_LISTED = (
    r"nhom|muc|phan (?!tram)|chuong|dieu|linh vuc|nhiem vu|giai phap|muc tieu|hanh lang|noi dung|loai|co quan|don vi|van ban|"
    r"quyet dinh|nghi quyet|ket luan|nguyen tac|truong hop|thanh phan|hinh thuc|yeu cau|dieu kien|quyen|nghia vu|buoc|"
    r"hanh vi|doi tuong|chinh sach|hang"
)
_LIST = (
    r"nhung|cac|liet ke|ke ten|ke ra|danh sach|gom|bao gom|neu ten|tat ca|toan bo|may|tung|moi ben|lam gi|trinh tu|"
    r"viec gi|gom gi|nhiem vu gi|trach nhiem gi|quyen gi|cac buoc"
)
_DEFINED = re.compile(
    r"^(?:the nao (?:la|duoc goi la)|(?:hay )?(?:giai thich|dinh nghia)(?: khai niem| cum tu| thuat ngu| tu)?|khai niem)\s+(?P<before>.+)$"
    r"|^(?:theo [^,]+, )?(?P<after>.+?)\s+(?:duoc (?:hieu|dinh nghia|quy dinh)(?: the nao| nhu the nao| ra sao)?(?: la (?:gi|\w+(?: \w+)? (?:nao|gi|the nao|nhu the nao)))?|(?:co )?nghia la gi|viet tat (?:cua|la)(?: \w+)* gi"
    r"|la (?:gi|the nao|nhu the nao|(?:nguoi|loai|co so|viec|hoat dong|luc luong|don vi|to chuc)(?: \w+){0,2} (?:gi|nao|the nao|nhu the nao)))\W*$"
)


def has(folded: str, pattern: str) -> bool:
    """True if a folded text has the pattern, at word boundaries."""
    return re.search(rf"(?<!\w)(?:{pattern})(?!\w)", folded) is not None


_WHICH_DOCUMENT = re.compile(
    r"(?<!\w)(?P<kind>thong tu(?: lien tich)?|nghi dinh|bo luat|luat|phap lenh|chi thi|nghi quyet|quyet dinh|hiep dinh|cong van) (?:nao|so (?:may|bao nhieu))(?!\w)"
)


def asking_words(text: str) -> str:
    """A question in NFC, folded, but for words that only look like "mấy" once folded: they become "×"."""
    folded = fold(text)

    def kept(match: "re.Match[str]") -> str:
        written = text[match.start() : match.end()].lower()
        beside = _MAY_AFTER.search(folded, 0, match.start()) or _MAY_BEFORE.match(folded, match.end())
        return match[0] if written == "mấy" or (written == "may" and not beside) else "×"

    return _MAY.sub(kept, folded)


def wanted_kind(folded: str) -> tuple[Wants, str]:
    """What is wanted, and the unit of a quantity."""
    if has(folded, _PERSON):
        return Wants.PERSON, ""
    if has(folded, r"nam nao|vao nam nao|den nam nao|nam bao nhieu"):
        return Wants.YEAR, ""
    if has(folded, _DATE):
        return Wants.DATE, ""
    if match := _WHICH_DOCUMENT.search(folded):
        return Wants.DOCUMENT, match["kind"]
    if (match := _HOW_MANY.search(folded)) and not _PLURAL.search(folded):
        unit = match["unit"] or ""
        if not unit or unit.split()[0] in _NO_UNIT:
            # "cỡ chữ bao nhiêu": the noun stands before
            unit = "< " + " ".join(re.findall(r"[a-z]+", folded[: match.start()])[-2:])
        if re.match(rf"(?:{_LISTED})(?!\w)", unit):
            return Wants.COUNT, unit
        return Wants.QUANTITY, unit
    if has(
        folded,
        r"^muc (?:phat|luong|thu|hoc phi|le phi|phi|chi|von|gia|thue|boi thuong|dong|ho tro)(?! \w+ nhu the nao)",
    ):
        return Wants.QUANTITY, "tien"
    if has(folded, r"kinh phi bao|tong (?:kinh phi|muc dau tu|von)|so tien|muc phat|ty le bao"):
        return Wants.QUANTITY, "tien"
    if has(folded, _TIME):
        return Wants.TIME, ""
    if has(folded, _BODY):
        return Wants.BODY, ""
    if defined_term(folded):
        return Wants.DEFINITION, ""
    return Wants.ANYTHING, ""


def defined_term(folded: str) -> str:
    """The term that the question wants explained, or ""."""
    if counted := re.match(
        r"(?:co|gom) (?:may|bao nhieu) (?:loai|hang|nhom|cap|hinh thuc|dang) (.+)$", folded.strip(" ?.")
    ):
        return counted[1]
    match = _DEFINED.match(folded.strip(" ?."))
    if not match:
        return ""
    term = re.split(r"\s+(?:trong|theo|tai|cua|thi)\s+", match["before"] or match["after"])[0]
    term = re.sub(r"\s+(?:la gi|duoc hieu.*|nghia la.*)$", "", term).strip(" \"'“”?.")
    return term if 0 < len(term.split()) <= 10 else ""


def asked_company(folded: str) -> str:
    """The kind of company that the question wants named ("tập đoàn nào", "nhà thầu nào"), or ""."""
    match = re.search(rf"(?<!\w)(?P<kind>{_COMPANY}) nao(?!\w)", folded)
    return match["kind"] if match else ""


def wants_list(folded: str) -> bool:
    """True if several things are asked for: "những …", "gồm …", "liệt kê …"."""
    return has(folded, _LIST)
