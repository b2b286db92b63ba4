"""What the heading of a document says of it."""

from ingest.documents import Metadata
from ingest.metadata import read_metadata
from ingest.structure import find_sections
from tests.bundled import plan


def metadata(text: str) -> Metadata:
    return read_metadata(text, find_sections(text))


def test_the_plan() -> None:
    document = plan()
    known = document.metadata
    assert known.kind.value == "Kế hoạch"
    assert (known.number.value, known.number.legible) == (
        "",
        False,
    )  # "4^5" can't be read, so it is not guessed
    assert known.sign.value == "KH/TU"
    assert (known.date.value, known.date.legible) == ("tháng 6 năm 2024", False)
    assert known.issuer.value == "Ban Thường vụ Tỉnh ủy"
    assert known.subject.value.startswith("Thực hiện Kết luận số 72-KL/TW")
    for fact in (known.kind, known.number, known.date, known.issuer, known.subject):
        assert fact.span is not None
        assert len(fact.span)


DECREE = """CHÍNH PHỦ
_______
Số: 30/2020/NĐ-CP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 05 tháng 3 năm 2020

NGHỊ ĐỊNH
Về công tác văn thư

Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;
Chính phủ ban hành Nghị định về công tác văn thư.
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Nghị định này quy định về công tác văn thư.
"""


def test_a_decree() -> None:
    known = metadata(DECREE)
    assert known.kind.value == "Nghị định"
    assert known.number.value == "30/2020/NĐ-CP"
    assert known.date.value == "ngày 05 tháng 3 năm 2020"
    assert known.place.value == "Hà Nội"
    assert known.issuer.value == "Chính phủ"
    assert known.subject.value == "Về công tác văn thư"


def test_a_letterhead_in_two_columns() -> None:
    known = metadata(
        DECREE.replace("CHÍNH PHỦ\n_______\nSố:", "CHÍNH PHỦ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố:")
    )
    assert known.number.value == "30/2020/NĐ-CP"


def test_a_law() -> None:
    known = metadata("LUẬT DU LỊCH\n\nĐiều 1. Phạm vi điều chỉnh\nLuật này quy định về du lịch.")
    assert (known.kind.value, known.subject.value) == ("Luật", "Du lịch")


def test_the_constitution() -> None:
    assert (
        metadata("HIẾN PHÁP\nNƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐiều 1. Nước\nA").kind.value
        == "Hiến pháp"
    )


def test_a_text_that_says_nothing() -> None:
    assert metadata("Một đoạn văn bất kỳ.\nKhông có gì khác.") == Metadata()


def test_a_number_in_the_text_is_not_the_documents_own() -> None:
    known = metadata("BÁO CÁO\nTình hình\nI- KẾT QUẢ\nSố 15/BC-UBND ngày 2/3/2024 đã nêu.")
    assert known.number.value == ""
