"""Several files that make one document, from the request to the page picture."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.desk.desk import Desk, SameNameError
from assistant.desk.jobs import Job, State
from assistant.desk.receiving import Announced
from assistant.desk.rows import file_names
from assistant.desk.sheets import pictured, sheets
from assistant.desk.uploads import UploadError, other_title, safe_title
from assistant.web.pages import view_html
from tests.unit.desk.conftest import PLAN, finished
from tests.unit.desk.test_routes import OURS, client
from tests.unit.ingest.test_readers import pdf

Files = Sequence[tuple[str, bytes]]
PARTS = [
    ("ke-hoach.txt", PLAN.encode()),
    ("trang.pdf", pdf(["Trang ban do"])),
    ("trang.pdf", pdf(["Trang hai"])),
]


def send(web: TestClient, files: Files, title: str = "Kế hoạch trồng rừng", **query: str) -> dict[str, Any]:
    listed = json.dumps([{"name": name, "size": len(data)} for name, data in files]).encode()
    body = b"".join([listed, *(data for _, data in files)])
    parameters = {"ten": title, "dau": str(len(listed)), **query}
    return dict(web.post("/tai-lieu/gop/tep", params=parameters, content=body, headers=OURS).json())


def put_in(desk: Desk, files: Files = PARTS, **how: str) -> Job:
    desk.jobs.start()
    return finished(desk, send(client(desk), files, **how)["job"])


def test_files_of_one_name_become_one_document(desk: Desk) -> None:
    job = put_in(desk)
    assert job.state is State.ADDED, job.note
    document = desk.document(job.document)
    assert document.name == "Kế hoạch trồng rừng"
    assert file_names(document) == "Gộp 3 tệp: ke-hoach.txt, trang.pdf, trang.pdf"
    assert [(s.number, s.own, s.file, pictured(document, s.number)) for s in sheets(document)] == [
        (1, False, "ke-hoach.txt", False), (2, True, "trang.pdf", True), (3, True, "trang.pdf", True)
    ]  # fmt: skip
    assert [desk.library.file_data(document, n) for n in range(3)] == [data for _, data in PARTS]
    assert "Gộp 3 tệp" in client(desk).get("/tai-lieu/danh-sach").json()["html"]
    first = client(desk).get(f"/tai-lieu/van-ban/{document.id}").json()["html"]
    assert "Từ tệp ke-hoach.txt" in first and "<img" not in first
    second = client(desk).get(f"/tai-lieu/van-ban/{document.id}", params={"trang": 2}).json()["html"]
    assert f"{document.id}/trang/2.webp" in second
    assert "Từ tệp trang.pdf" in view_html(document, 3, None, stale=False)
    assert not [*(desk.library.data_dir / "desk" / "waiting").iterdir()]


def test_the_same_files_are_known_and_a_taken_name_is_asked_about(desk: Desk) -> None:
    first = put_in(desk)
    assert send(client(desk), PARTS)["problem"] == "Đã có tài liệu tên “Kế hoạch trồng rừng”."
    again = put_in(desk, cung_ten="rename")
    assert (again.state, again.document) == (State.UNCHANGED, first.document)
    assert again.note == "Đã có trong kho với tên “Kế hoạch trồng rừng”."
    newer = put_in(desk, PARTS[:2], title="Bản sửa", thay=first.document)
    assert newer.state is State.REPLACED
    assert [row.name for row in desk.rows()] == ["Bản sửa"]
    assert [r.document.id for r in desk.open(newer.document).earlier] == [first.document]
    desk.remove(newer.document)
    assert not [*(desk.library.data_dir / "files").iterdir()]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (PARTS[:1], "từ 2 đến"),
        ([PARTS[0], ("rỗng.pdf", b"")], "“rỗng.pdf” rỗng"),
        ([PARTS[0], ("giả.pdf", b"PK\x03\x04")], "“giả.pdf” không phải tệp PDF"),
        ([PARTS[0], ("ảnh.png", b"x")], "“ảnh.png” không thuộc loại"),
    ],
)
def test_what_is_refused_at_once_names_the_file(desk: Desk, files: Files, said: str) -> None:
    assert said in send(client(desk), files)["problem"]
    assert not desk.jobs.all()
    assert not [*(desk.library.data_dir / "desk" / "waiting").glob("*")]


def test_a_part_that_can_not_be_read_refuses_the_whole(desk: Desk) -> None:
    job = put_in(desk, [*PARTS, ("khoá.pdf", pdf(["Mot"], password="mk"))])
    assert job.state is State.FAILED
    assert "Tệp khoá.pdf có mật khẩu" in job.note
    assert not desk.rows()


@pytest.mark.parametrize("listed", [b"{}", b"rac", json.dumps([{"name": "a.txt"}]).encode()])
def test_a_list_that_is_none(desk: Desk, listed: bytes) -> None:
    query = {"ten": "a", "dau": str(len(listed))}
    answer = client(desk).post("/tai-lieu/gop/tep", params=query, content=listed + b"x", headers=OURS)
    assert (answer.status_code, answer.json()["problem"]) == (400, "Danh sách tệp không hợp lệ.")


def test_more_or_less_than_was_announced(desk: Desk) -> None:
    files = [Announced("a.txt", 3), Announced("b.txt", 3)]
    short = desk.receive_bundle("Một", files)
    short.write(b"abcde")
    with pytest.raises(UploadError, match=r"“b.txt” mới nhận được một phần"):
        short.finish()
    short.give_up()
    long = desk.receive_bundle("Hai", files)
    with pytest.raises(UploadError, match="lớn hơn kích thước"):
        long.write(b"abcdefg")
    long.give_up()


def test_together_they_are_no_larger_than_a_file_may_be(desk: Desk) -> None:
    with pytest.raises(UploadError, match="“Kế hoạch” lớn hơn 1 MB"):
        desk.receive_bundle("Kế hoạch", [Announced("a.txt", 600_000), Announced("b.txt", 600_000)])


def test_titles() -> None:
    assert safe_title(" Kế hoạch\n số 5/KH.UBND ") == "Kế hoạch số 5 KH.UBND"
    assert len(safe_title("ệ" * 300).encode()) <= 200
    assert other_title("a.b", {"a.b"}) == "a.b (2)"
    for empty in ("", " .. ", "\x00"):
        with pytest.raises(UploadError, match="chưa có tên"):
            safe_title(empty)


def test_a_clash_is_found_before_anything_is_written(desk: Desk) -> None:
    put_in(desk)
    with pytest.raises(SameNameError):
        desk.receive_bundle("Kế hoạch trồng rừng", [Announced("a.txt", 1), Announced("b.txt", 1)])
