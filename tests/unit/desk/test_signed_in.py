"""The whole application with users: the cookie of the page's login opens pages, and the desk to editors."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.desk.desk import Desk
from assistant.facade import Assistant
from assistant.settings import load
from assistant.web.server import build_app
from assistant.web.users import parse_users
from tests.unit.desk.conftest import PLAN, Upload

OURS = {"x-can-cu": "desk"}
USERS = "an:mk1,bình:mk2"


def application(desk: Desk, **settings: str) -> TestClient:
    made = load(Path(desk.index.settings.data_dir), _env_file=None, **settings)
    app = build_app(Assistant(desk.index, made), parse_users(made.users))
    return TestClient(app, base_url="http://127.0.0.1:7860")


def sign_in(web: TestClient, name: str, password: str) -> TestClient:
    web.cookies.clear()
    answer = web.post("/login", data={"username": name, "password": password})
    assert answer.status_code == 200
    return web


def test_pages_are_for_users_and_the_desk_for_editors(desk: Desk, upload: Upload) -> None:
    document = upload().document
    web = application(desk, users=USERS, editors="bình")
    reading, listing = f"/van-ban/{document}", "/tai-lieu/danh-sach"
    assert [web.get(path).status_code for path in (reading, listing)] == [401, 401]
    sign_in(web, "an", "mk1")
    assert [web.get(path).status_code for path in (reading, listing)] == [200, 403]
    assert web.post(f"/tai-lieu/van-ban/{document}/go", headers=OURS).status_code == 403
    sign_in(web, "bình", "mk2")
    assert [web.get(path).status_code for path in (reading, listing)] == [200, 200]
    assert web.post(f"/tai-lieu/van-ban/{document}/go", headers=OURS).status_code == 200


@pytest.mark.parametrize("users, shown", [("", True), (USERS, False)])
def test_the_tab_is_hidden_until_it_is_known_who_looks(desk: Desk, users: str, shown: bool) -> None:
    web = application(desk, users=users)
    if users:
        sign_in(web, "an", "mk1")
    config = web.get("/config").json()
    [tab] = [c for c in config["components"] if c["props"].get("elem_id") == "desk-tab"]
    assert tab["props"]["visible"] is shown


def test_what_the_pages_need_is_served(desk: Desk, upload: Upload) -> None:
    document = upload().document
    web = application(desk)
    for name in ("reader.css", "reader.js", "favicon.svg"):
        assert web.get(f"/can-cu/{name}").status_code == 200
    page = web.get(f"/van-ban/{document}?trang=9&tu=3&den=8&kiem=khac")
    assert page.status_code == 200
    assert "không được đánh dấu" in page.text
    assert "<mark>" not in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    missing = web.get("/van-ban/khong-co")
    assert missing.status_code == 404
    assert "không còn trong kho" in missing.text
    assert web.get(f"/van-ban/{document}/trang/1.webp").status_code == 404  # a text has no pictures
    assert web.get("/can-cu/../server.py").status_code == 404


def test_an_earlier_version_can_still_be_read_and_says_so(desk: Desk, upload: Upload) -> None:
    first = upload().document
    second = upload("moi.txt", PLAN.replace("25 ha", "40 ha"), replaces=first).document
    page = application(desk).get(f"/van-ban/{first}")
    assert page.status_code == 200
    assert "25 ha" in page.text
    assert "Đây là bản trước" in page.text
    assert f'href="{second}"' in page.text
