"""The desk over a real library and index: what comes in, what is changed, what is gone."""

import pytest

from assistant.desk.desk import Desk, NoDocumentError, SameNameError
from assistant.desk.jobs import State
from assistant.desk.pieces import Kind, pieces
from assistant.desk.rows import sortable
from assistant.desk.uploads import UploadError
from ingest.cleaning.corrections import Verdict
from ingest.hand import HandError
from ingest.spans import Span
from tests.unit.desk.conftest import PLAN, Upload
from vectorstore.search import search_sections

# Letters that the cleaner mends, and words that it leaves.
SCANNED = PLAN + "3. Tổ chúc thực hiện Kế hoạch nàv trên địa bàn tỉnh Quàng Ninh theo quy định.\n"


def found(desk: Desk, query: str) -> list[str]:
    return [hit.passage.chunk.text for hit in search_sections(desk.index, query)]


def test_an_uploaded_file_is_a_document_that_can_be_searched(desk: Desk, upload: Upload) -> None:
    job = upload()
    assert job.state is State.ADDED
    [row] = desk.rows()
    assert (row.id, row.title, row.number) == (job.document, "Kế hoạch 12/KH-UBND", "12/KH-UBND")
    assert row.sort_date == "20240715"
    assert "25 ha" in found(desk, "rừng ngập mặn")[0]
    assert upload("ban-sao.txt").state is State.UNCHANGED
    assert "ke-hoach" in desk.jobs.all()[-1].note


def test_a_bad_file_is_told_with_what_to_do(desk: Desk, upload: Upload) -> None:
    job = upload("hong.pdf", b"%PDF-1.7 no more than that")
    assert job.state is State.FAILED
    assert "hong.pdf" in job.note
    assert desk.rows() == []


def test_the_same_name_asks_what_to_do(desk: Desk, upload: Upload) -> None:
    upload()
    newer = PLAN.replace("25 ha", "40 ha")
    with pytest.raises(SameNameError):
        upload(text=newer)
    assert upload(digest=desk.rows()[0].id).state is State.UNCHANGED  # the very file: nothing to ask
    assert upload(text=newer, same_name="rename").state is State.ADDED
    assert [row.file_name for row in desk.rows()] == ["ke-hoach.txt", "ke-hoach (2).txt"]


def test_a_newer_version_takes_the_place_and_the_old_one_is_kept(desk: Desk, upload: Upload) -> None:
    first = upload().document
    second = upload("ke-hoach-sua-doi.txt", PLAN.replace("25 ha", "40 ha"), replaces=first)
    assert second.state is State.REPLACED
    [row] = desk.rows()
    assert (row.id, row.file_name) == (second.document, "ke-hoach-sua-doi.txt")
    assert [text for text in found(desk, "rừng ngập mặn") if "25 ha" in text] == []
    [earlier] = desk.open(second.document).earlier
    assert earlier.document.id == first
    desk.remove(second.document)
    assert list(desk.library.replaced()) == []
    assert list((desk.library.data_dir / "files").iterdir()) == []


def test_a_newer_version_never_takes_another_documents_place_unasked(desk: Desk, upload: Upload) -> None:
    first = upload().document
    upload("khac.txt", PLAN.replace("12/KH", "13/KH"))
    with pytest.raises(SameNameError):
        upload("khac.txt", PLAN.replace("12/KH", "14/KH"), replaces=first)
    with pytest.raises(NoDocumentError):
        upload("moi.txt", PLAN, replaces="khong-co")
    assert len(desk.rows()) == 2


def test_what_another_document_ends_is_marked_in_the_list(desk: Desk, upload: Upload) -> None:
    upload("cu.txt", PLAN)
    ending = "\n3. Kế hoạch này thay thế Kế hoạch số 12/KH-UBND ngày 15/7/2024 của UBND tỉnh.\n"
    upload("moi.txt", PLAN.replace("12/KH-UBND", "20/KH-UBND") + ending)
    assert {row.number: row.replaced_by for row in desk.rows()} == {
        "12/KH-UBND": "20/KH-UBND",
        "20/KH-UBND": "",
    }


def test_too_much_and_too_little_leave_nothing(desk: Desk) -> None:
    receiving = desk.receive("a.txt", 3)
    with pytest.raises(UploadError, match="lớn hơn"):
        receiving.write(b"abcd")
    receiving.give_up()
    receiving = desk.receive("a.txt", 3)
    receiving.write(b"ab")
    with pytest.raises(UploadError, match="một phần"):
        receiving.finish()
    receiving.give_up()
    assert desk.jobs.all() == ()
    assert list((desk.library.data_dir / "desk" / "waiting").iterdir()) == []


def test_words_are_corrected_by_hand_and_found_at_once(desk: Desk, upload: Upload) -> None:
    document_id = upload().document
    text = desk.document(document_id).text
    start = text.index("ngập mặn")
    desk.correct(document_id, Span(start, start + 8), "ngập mặn", "phi lao", digits=False)
    assert "25 ha rừng phi lao" in found(desk, "phi lao")[0]
    corrected = desk.document(document_id)
    [hand] = [p for p in pieces(corrected, (), Span(0, len(corrected.text))) if p.kind is Kind.HAND]
    assert hand.before == "ngập mặn"
    assert desk.rows()[0].hand == 1
    desk.take_back(document_id, hand.start)
    assert desk.document(document_id).text == text
    with pytest.raises(HandError):
        desk.correct(document_id, Span(start, start + 8), "ngập mặn", "9 mặn", digits=False)


def test_vectors_follow_a_correction(desk: Desk, upload: Upload) -> None:
    document_id = upload().document
    text = desk.document(document_id).text
    start = text.index("ngập mặn")
    before = desk.index.snapshot().vectors
    desk.correct(document_id, Span(start, start + 8), "ngập mặn", "phi lao", digits=False)
    after = desk.index.snapshot().vectors
    assert before is not None
    assert after is not None
    assert after.any(axis=1).all()
    assert (before != after).any()


def test_facts_are_corrected(desk: Desk, upload: Upload) -> None:
    document_id = upload().document
    assert not desk.rows()[0].confirmed
    stamps = desk.library.stamps()
    desk.set_facts(document_id, {"number": "12/KH-UBND", "unknown": "x"})
    assert desk.library.stamps() == stamps  # nothing was changed, so nothing was read again
    assert desk.rows()[0].confirmed
    desk.set_facts(document_id, {"number": "21/KH-UBND"})
    assert desk.rows()[0].number == "21/KH-UBND"
    desk.reread(document_id)
    assert desk.rows()[0].number == "21/KH-UBND"


def test_corrections_of_the_machine_are_shown_and_rejected(desk: Desk, upload: Upload) -> None:
    document_id = upload(text=SCANNED).document
    opened = desk.open(document_id)
    made = [c for c in opened.corrections if c.applied]
    assert made
    text = opened.document.text
    tiled = list(pieces(opened.document, opened.corrections, Span(0, len(text))))
    assert "".join(p.span.of(text) for p in tiled) == text
    assert {p.code for p in tiled if p.kind is Kind.EDIT} == {c.key.code for c in made}
    desk.decide(document_id, [], [made[0].key.code])
    again = desk.open(document_id)
    assert len([c for c in again.corrections if c.applied]) == len(made) - 1
    rejected = [c.key.code for c in again.corrections if c.verdict is Verdict.REJECTED]
    assert rejected == [made[0].key.code]
    assert again.row.proposals == 0  # what was rejected waits for nobody
    shown = pieces(again.document, again.corrections, Span(0, len(again.document.text)))
    assert [p.code for p in shown if p.kind is Kind.REJECTED] == rejected
    desk.decide(document_id, rejected, [])
    assert len([c for c in desk.open(document_id).corrections if c.applied]) == len(made)


def test_a_removed_document_is_gone_everywhere(desk: Desk, upload: Upload) -> None:
    document_id = upload().document
    desk.set_facts(document_id, {"number": "21/KH-UBND"})
    assert desk.remove(document_id).id == document_id
    data = desk.library.data_dir
    assert desk.rows() == []
    assert found(desk, "rừng ngập mặn") == []
    assert desk.index.store.count() == 0
    left = [p for folder in ("files", "library", "hand") for p in (data / folder).glob("*")]
    assert left == []
    for gone in (desk.open, desk.remove, desk.reread):
        with pytest.raises(NoDocumentError):
            gone(document_id)


@pytest.mark.parametrize(
    "written, sorted_by",
    [("ngày 5 tháng 7 năm 2024", "20240705"), ("tháng 6 năm 2024", "20240600"), ("năm 2024", "20240000"),
     ("05/07/2024", "20240705"), ("", ""), ("ngày zs", "")],
)  # fmt: skip
def test_dates_sort_as_dates(written: str, sorted_by: str) -> None:
    assert sortable(written) == sorted_by
