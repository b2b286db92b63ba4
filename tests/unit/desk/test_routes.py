"""The desk over HTTP: enforced for every route, failures told in sentences."""

import csv
import io

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.desk.desk import Desk
from assistant.desk.relating import to_get_csv
from assistant.desk.roles import Roles
from assistant.web.desk_routes import desk_app
from assistant.web.identity import LARGEST_REQUEST, Guard
from ingest.relations import Cited
from tests.unit.desk.conftest import PLAN, Upload, finished

OURS = {"x-can-cu": "desk"}
PRIVATE = Roles()
NAMED = Roles(frozenset({"an", "bình"}), frozenset({"bình"}))


def client(
    desk: Desk, roles: Roles = PRIVATE, user: str | None = None, host: str = "127.0.0.1"
) -> TestClient:
    app = FastAPI()
    app.mount(
        "/tai-lieu",
        Guard(desk_app(desk), roles, lambda _: user, editing=True, largest=desk.limits.largest),
    )
    return TestClient(app, base_url=f"http://{host}:7860", raise_server_exceptions=False)


def routes() -> list[tuple[str, str]]:
    """Every route of the desk, so that a new one can't be forgotten."""
    app = desk_app(object())  # type: ignore[arg-type]
    return sorted(
        (method, "/tai-lieu" + route.path.replace("{document_id}", "x").replace("{job_id}", "x"))  # type: ignore[attr-defined]
        for route in app.routes
        for method in route.methods  # type: ignore[attr-defined]
    )


def test_there_are_routes() -> None:
    assert len(routes()) >= 11


@pytest.mark.parametrize("method, path", routes())
def test_only_editors_come_in(desk: Desk, method: str, path: str) -> None:
    for user, status in ((None, 401), ("lạ", 401), ("an", 403)):
        answer = client(desk, NAMED, user).request(method, path, headers=OURS, json={})
        assert answer.status_code == status
        assert "Bạn" in answer.json()["problem"]
    # Without users: nobody where others reach the page, and no page whose name was made to point here.
    assert client(desk, Roles(private=False)).request(method, path, headers=OURS).status_code == 403
    assert client(desk, host="evil.example").request(method, path, headers=OURS).status_code == 403


@pytest.mark.parametrize("path", [path for method, path in routes() if method == "POST"])
def test_what_is_sent_comes_from_our_page(desk: Desk, path: str) -> None:
    assert client(desk).post(path, json={}).status_code == 400
    endless = client(desk).post(path, content=iter([b"{}"]), headers=OURS)
    assert endless.status_code == 400
    big = client(desk).post(path, content=b" " * (LARGEST_REQUEST + 1), headers=OURS)
    assert big.status_code in (400, 404, 422)


def test_a_file_is_uploaded_read_shown_changed_and_removed(desk: Desk) -> None:
    web = client(desk, NAMED, "bình")
    assert "Chưa có tài liệu nào" in web.get("/tai-lieu/danh-sach").json()["html"]
    sent = web.post("/tai-lieu/tep?ten=../kế hoạch.txt", content=PLAN.encode(), headers=OURS).json()
    assert "đang đợi" in sent["html"]
    desk.jobs.start()
    document = finished(desk, sent["job"]).document
    queue = web.get("/tai-lieu/hang-doi").json()
    assert (queue["active"], queue["finished"]) == (0, [sent["job"]])
    assert "đã nạp" in queue["html"]
    listed = web.get("/tai-lieu/danh-sach").json()["html"]
    assert "Kế hoạch 12/KH-UBND" in listed
    assert "kế hoạch.txt" in listed
    at = f"/tai-lieu/van-ban/{document}"
    assert "ngập mặn" in web.get(at).json()["html"]
    start = desk.document(document).text.index("ngập mặn")
    given = {"start": start, "end": start + 8, "seen": "ngập mặn", "replacement": "<b>đước</b>"}
    corrected = web.post(f"{at}/sua?trang=1", json=given, headers=OURS)
    assert "&lt;b&gt;đước&lt;/b&gt;" in corrected.json()["html"]
    assert "Đã sửa" in corrected.json()["said"]
    stale = web.post(f"{at}/sua", json=given, headers=OURS)
    assert (stale.status_code, stale.json()["problem"]) == (400, "Văn bản đã thay đổi từ khi bạn mở.")
    facts = web.post(f"{at}/thong-tin", json={"facts": {"number": "13/KH-UBND"}}, headers=OURS).json()
    assert "người sửa" in facts["html"]
    assert web.post(f"{at}/nap-lai", headers=OURS).json()["said"]
    gone = web.post(f"{at}/go", headers=OURS).json()
    assert "Đã gỡ “Kế hoạch 13/KH-UBND”" in gone["said"]
    assert "Chưa có tài liệu nào" in gone["html"]
    assert web.get(at).status_code == 404
    assert web.post("/tai-lieu/hang-doi/don", headers=OURS).json()["finished"] == []


@pytest.mark.parametrize(
    "name, data, said",
    [
        ("a.exe", b"x", "không thuộc loại"),
        ("a.pdf", b"PK\x03\x04", "không phải tệp PDF"),
        ("a.txt", b"", "rỗng"),
        ("a.txt", b"x" * ((1 << 20) + 1), "quá lớn"),
    ],
)
def test_bad_files_are_refused_at_the_door(desk: Desk, name: str, data: bytes, said: str) -> None:
    answer = client(desk).post(f"/tai-lieu/tep?ten={name}", content=data, headers=OURS)
    assert answer.status_code == 400
    assert said in answer.json()["problem"]
    assert desk.jobs.all() == ()
    assert list(desk.library.data_dir.glob("desk/waiting/*")) == []


def test_a_name_that_is_taken_is_asked_about(desk: Desk, upload: Upload) -> None:
    upload()
    web = client(desk)
    at = "/tai-lieu/tep?ten=ke-hoach.txt"
    assert web.post(at, content=b"khac", headers=OURS).status_code == 409
    assert web.post(f"{at}&cung_ten=rename", content=b"khac", headers=OURS).status_code == 200


def test_malformed_and_unexpected_are_sentences(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    web = client(desk)
    bad = web.post("/tai-lieu/van-ban/x/sua", json={"start": "?"}, headers=OURS)
    assert (bad.status_code, "không hợp lệ" in bad.json()["problem"]) == (400, True)
    monkeypatch.setattr(Desk, "rows", lambda _: 1 / 0)
    broken = web.get("/tai-lieu/danh-sach")
    assert (broken.status_code, "ngoài dự kiến" in broken.json()["problem"]) == (500, True)


def test_relations_tell_what_replaces_what_and_what_is_to_get(desk: Desk, upload: Upload) -> None:
    upload("cu.txt", PLAN)
    ending = (
        "\n3. Kế hoạch này thay thế Kế hoạch số 12/KH-UBND ngày 15/7/2024 của UBND tỉnh.\n"
        "4. Thực hiện theo Quyết định số 80/QĐ-TTg ngày 11/02/2023 của Thủ tướng Chính phủ.\n"
    )
    upload("moi.txt", PLAN.replace("12/KH-UBND", "20/KH-UBND") + ending)
    web = client(desk)
    html = web.get("/tai-lieu/quan-he").json()["html"]
    assert "20/KH-UBND" in html
    assert "thay thế" in html
    assert "Quyết định 80/QĐ-TTg" in html
    listed = web.get("/tai-lieu/can-tim.csv")
    assert listed.headers["content-type"].startswith("text/csv")
    lines = listed.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Loại,")
    assert [line.split(",")[1] for line in lines[1:]] == ["80/QĐ-TTg"]


def test_a_spreadsheet_takes_nothing_for_a_formula() -> None:
    cited = Cited("@x", "=1+1", "", "", "+2", None, ("i",), 1)
    [_, row] = csv.reader(io.StringIO(to_get_csv([cited], {"i": "-a"}).decode("utf-8-sig")))
    assert row == ["'=1+1", "'@x", "", "", "'+2", "'-a", "1"]
