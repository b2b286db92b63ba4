"""The tabs with tables in a real browser, behind a login: filters, passages, files, the picture, a phone, no documents."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.e2e.browsing import Visit, running_app, running_browser

pytestmark = pytest.mark.browser

USER = ("an", "mk1")

LATIN = re.compile(
    r"\b(?:Send|Submit|Stop|Clear|Copy|Loading|Error|Settings|Download|Filter|Sort|Search|Built with|Login)\b"
)


@pytest.fixture(scope="module")
def browser():
    with running_browser() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def address(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app over the plan, which asks for a login."""
    with running_app(
        data_dir, tmp_path_factory.mktemp("app") / "stderr.txt", users=":".join(USER)
    ) as address:
        yield address


class Tables(Visit):
    """A visit to the tables."""

    def open(self, name: str):
        """The rows of a tab, once they are drawn."""
        self.page.click(f"#{name}-tab-button")
        rows = self.page.locator(f"#{name}-rows tr[data-quotes]")
        rows.first.wait_for()
        return rows


@pytest.fixture
def visit(browser, address: str) -> Iterator[Tables]:
    visit = Tables(browser, address, signed_in=USER)
    yield visit
    visit.context.close()


def is_local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob"} or parts.hostname in {"127.0.0.1", "localhost"}


def test_the_duty_table_filters_opens_passages_and_downloads(visit: Tables) -> None:
    page = visit.page
    rows = visit.open("duties")
    everything = rows.count()
    page.fill("#duties-tools input", "tuyen giao tinh uy")
    page.locator("#duties-rows .count", has_text=f"trong {everything} nhiệm vụ").wait_for()
    assert {"Ban Tuyên giáo Tỉnh ủy"} == set(page.locator("#duties-rows td.c-body").all_inner_texts())
    rows.first.click()
    mark = page.locator("#duties-passages mark").first
    mark.wait_for()
    assert "Xây dựng kế hoạch phổ biến, tuyên truyền" in mark.inner_text()
    assert "IV.4" in page.locator("#duties-passages summary").first.inner_text()
    for kind, begins in (("csv", b"\xef\xbb\xbfSTT,"), ("xlsx", b"PK")):
        with page.expect_download() as download:
            page.click(f'#duties-rows .download[data-kind="{kind}"]')
        assert re.fullmatch(rf"bang-nhiem-vu-\d{{4}}-\d\d-\d\d\.{kind}", download.value.suggested_filename)
        content = download.value.path().read_bytes()
        assert content.startswith(begins)
        if kind == "csv":
            assert content.decode("utf-8-sig").count("\r\n") == rows.count() + 1
    page.fill("#duties-tools input", "không có chữ này đâu")
    page.locator("#duties-rows .reset").click()
    page.locator("#duties-rows .count", has_text=f"{everything} nhiệm vụ").wait_for()
    assert page.input_value("#duties-tools input") == ""


def test_roles_are_chosen_and_columns_sorted_by_keyboard(visit: Tables) -> None:
    page = visit.page
    rows = visit.open("duties")
    page.select_option('#duties-tools select[data-column="role"]', "Chủ trì")
    page.locator("#duties-rows .count", has_text="trong").wait_for()
    assert set(page.locator("#duties-rows td.c-role").all_inner_texts()) == {"Chủ trì"}
    page.select_option('#duties-tools select[data-column="role"]', "")
    page.locator("#duties-rows .count", has_not_text="trong").wait_for()
    page.focus('#duties-rows .sort[data-sort="body"]')
    page.keyboard.press("Enter")
    page.locator('#duties-rows th.c-body[aria-sort="ascending"]').wait_for()
    assert rows.first.locator(".c-body").inner_text().startswith("Ban cán sự")
    rows.first.locator(".open").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#duties-passages mark").first.wait_for()
    assert rows.nth(1).get_attribute("aria-current") == "true"


def test_targets_are_chosen_by_year(visit: Tables) -> None:
    page = visit.page
    rows = visit.open("targets")
    page.select_option('#targets-tools select[data-column="year"]', "2045")
    page.locator("#targets-rows .count", has_text="trong").wait_for()
    assert rows.count() == 1
    rows.first.click()
    page.locator("#targets-passages mark", has_text="Định hướng đến năm 2045").wait_for()


def test_the_picture_of_decisions_filters_and_the_conflict_is_told(visit: Tables) -> None:
    page = visit.page
    rows = visit.open("decisions")
    page.click("#decisions-picture summary")
    page.locator('.node[data-number="80/QĐ-TTg"]').focus()
    page.keyboard.press("Enter")
    page.locator("#decisions-rows .count", has_text="trong").wait_for()
    assert rows.count() == 1
    warning = page.locator("#decisions-rows .warning").inner_text()
    assert "10/02/2023" in warning
    assert "11/02/2023" in warning
    rows.first.locator(".open", has_text="III.3").click()
    page.locator('#decisions-passages .card[data-number="2"][open] mark', has_text="11/02/2023").wait_for()
    assert [line for line in visit.console if "Content Security Policy" in line] == []
    assert [url for url in visit.requested if not is_local(url)] == []


def test_tables_fit_a_phone_and_show_no_english(browser, address: str) -> None:
    visit = Tables(browser, address, width=390, height=844, signed_in=USER)
    for name in ("duties", "targets", "decisions"):
        rows = visit.open(name)
        assert not visit.page.evaluate("document.documentElement.scrollWidth > innerWidth"), name
        rows.first.locator(".open").first.click()
        visit.page.locator(f"#{name}-passages mark").first.wait_for()
        visit.page.wait_for_timeout(300)
        box = visit.page.locator(f"#{name}-tab .passages").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        visit.page.locator(f"#{name}-passages .close").click()
        visit.page.locator(f"#{name}-passages .panel").wait_for(state="hidden")
        assert LATIN.findall(visit.page.inner_text("body")) == []
    visit.context.close()


def test_without_documents_each_tab_says_why_it_is_empty(browser, tmp_path: Path) -> None:
    with running_app(tmp_path / "data", tmp_path / "stderr.txt") as address:
        visit = Tables(browser, address)
        for name, said in (
            ("duties", "Chưa có nhiệm vụ"),
            ("targets", "Chưa có mục tiêu"),
            ("decisions", "Chưa có văn bản"),
        ):
            visit.page.click(f"#{name}-tab-button")
            visit.page.locator(f"#{name}-rows .empty", has_text=said).wait_for()
            assert visit.page.locator(f"#{name}-tools select").count() == 0
        visit.context.close()
