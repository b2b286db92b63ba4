"""The real page in a real browser, over the real plan: ``python app.py`` and Chromium."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.e2e.browsing import ROOT, Visit, running_app, running_browser

pytestmark = pytest.mark.browser

QUESTION = "Ban Tuyên giáo Tỉnh ủy có trách nhiệm gì?"
LATIN = re.compile(r"\b(?:Send|Submit|Stop|Clear|Copy|Loading|Error|Settings|Built with|Use via API|Login)\b")


@pytest.fixture(scope="module")
def address(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app over the plan."""
    with running_app(data_dir, tmp_path_factory.mktemp("app") / "stderr.txt") as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with running_browser() as chromium:
        yield chromium


@pytest.fixture
def visit(browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    visit.context.close()


def test_the_answer_cites_the_section_and_its_marker_opens_the_passage(visit: Visit) -> None:
    answer = visit.ask(QUESTION)
    marker = answer.locator(".cite", has_text="[1]").first
    assert "IV.4" in marker.get_attribute("aria-label")
    # The panel lists the sources at once; closed first, so that the click is what opens it.
    visit.card(1).locator("summary").click()
    assert visit.card(1).get_attribute("open") is None
    marker.click()
    mark = visit.card(1).locator("mark").first
    mark.wait_for(state="visible")
    assert "Xây dựng kế hoạch phổ biến, tuyên truyền" in mark.inner_text()
    assert "IV.4" in visit.card(1).locator("summary").inner_text()
    assert "TỔ CHỨC THỰC HIỆN" in visit.card(1).inner_text()
    assert "trang 7" in visit.card(1).inner_text()


def test_markers_of_older_answers_still_open_their_sources_by_keyboard(visit: Visit) -> None:
    first = visit.ask(QUESTION)
    visit.ask("Quyết định 80/QĐ-TTg được ban hành ngày nào?")
    visit.page.locator('#sources .panel[data-exchange="1"]').wait_for()
    first.locator(".cite").first.focus()
    visit.page.keyboard.press("Enter")
    visit.page.locator('#sources .panel[data-exchange="0"]').wait_for()
    assert "IV.4" in visit.card(1).locator("summary").inner_text()
    assert visit.card(1).locator("mark").first.is_visible()


def test_nothing_is_asked_of_another_machine(visit: Visit) -> None:
    visit.ask(QUESTION).locator(".cite").first.click()
    visit.card(1).locator("mark").first.wait_for()
    visit.page.wait_for_timeout(500)
    assert len(visit.requested) > 10
    outside = [url for url in visit.requested if not _is_local(url)]
    assert outside == []
    # The page's policy would stop a request before it is seen above; then the console tells.
    assert [line for line in visit.console if "Content Security Policy" in line] == []


def _is_local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob"} or parts.hostname in {"127.0.0.1", "localhost"}


def test_first_screen_says_what_can_be_asked_and_a_chip_asks_it(visit: Visit) -> None:
    welcome = visit.page.locator(".welcome").inner_text()
    assert "72-KL/TW" in welcome
    assert "7 trang" in welcome
    visit.page.locator(".chip").first.click()
    visit.page.locator(".exchange .cite").first.wait_for()
    visit.page.click("#clear")
    visit.page.wait_for_selector(".welcome")
    assert visit.page.locator(".exchange").count() == 0


def test_markup_in_a_question_is_text(visit: Visit) -> None:
    typed = (
        "<script>window.harmed = 1</script><img src=x onerror='window.harmed = 1'> **trách nhiệm** của ai?"
    )
    exchange = visit.ask(typed)
    assert exchange.locator(".bubble").inner_text() == typed
    visit.page.wait_for_timeout(300)
    assert visit.page.evaluate("window.harmed") is None
    assert visit.page.locator("#chat img, #chat script, #sources script").count() == 0


def test_bad_questions_get_a_sentence_and_are_kept(visit: Visit) -> None:
    visit.page.click("#send")
    visit.page.locator("#notice", has_text="chưa gõ câu hỏi").wait_for()
    long = "nhiệm vụ " * 2223
    problem = visit.ask(long).locator(".problem")
    assert "ký tự" in problem.inner_text()
    # It went back into the box, whole, to be shortened.
    assert visit.page.input_value("#question textarea").strip() == long.strip()
    for odd in ("🙂🙂🙂", "What are the responsibilities of the Propaganda Department?"):
        assert visit.ask(odd).locator(".answer").inner_text().strip()
    # It is still answering.
    assert visit.ask(QUESTION).locator(".cite").count() > 0


def test_what_is_being_typed_outlives_a_reload(visit: Visit) -> None:
    # Kept for its user only, so not before the server has said who that is.
    visit.page.locator("[data-user]").first.wait_for(state="attached")
    visit.page.fill("#question textarea", "câu hỏi đang gõ dở")
    visit.page.reload()
    visit.page.wait_for_selector(".welcome")
    visit.page.wait_for_function(
        "document.querySelector('#question textarea').value === 'câu hỏi đang gõ dở'"
    )
    visit.page.click("#send")
    visit.page.locator(".exchange .bubble", has_text="câu hỏi đang gõ dở").wait_for()


def test_no_answer_looks_like_none(visit: Visit) -> None:
    exchange = visit.ask("Giá vàng hôm nay bao nhiêu?")
    answer = exchange.locator(".answer")
    assert "abstained" in answer.get_attribute("class")
    assert "Không tìm thấy" in answer.inner_text()
    assert "Có thể liên quan, không phải câu trả lời" in answer.inner_text()


def test_no_english_is_shown(visit: Visit) -> None:
    visit.ask(QUESTION)
    assert visit.page.get_attribute("html", "lang") == "vi"
    assert LATIN.findall(visit.page.inner_text("body")) == []
    labels = visit.page.eval_on_selector_all(
        "button, textarea, input",
        "all => all.filter(e => e.offsetParent)"
        ".map(e => [e.ariaLabel, e.title, e.placeholder].filter(Boolean).join(' '))",
    )
    assert LATIN.findall(" ".join(labels)) == []


def test_fits_a_phone(browser, address: str) -> None:
    visit = Visit(browser, address, width=390, height=844)
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not visit.page.evaluate(wide)
    visit.ask(QUESTION + " " + "dài" * 60)
    answer = visit.ask(QUESTION)
    assert not visit.page.evaluate(wide)
    answer.locator(".cite").first.click()
    visit.card(1).locator("mark").first.wait_for(state="visible")
    visit.page.wait_for_timeout(300)
    box = visit.page.locator("#sources-column").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 845
    assert not visit.page.evaluate(wide)
    visit.page.locator("#sources .close").click()
    visit.page.locator("#sources .panel").wait_for(state="hidden")
    visit.context.close()


def test_the_chat_is_as_it_was_after_a_visit_to_other_tabs(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.page.click("#duties-tab-button")
    visit.page.locator("#duties-rows tbody tr").first.wait_for()
    visit.page.click("#chat-tab-button")
    visit.page.locator(".exchange .cite").first.click()
    assert visit.card(1).locator("mark").first.is_visible()
    assert visit.page.locator("#clear").is_visible()


def test_ask_is_served_by_name(address: str) -> None:
    client = pytest.importorskip("gradio_client").Client(address, verbose=False)
    answer = client.predict(QUESTION, None, api_name="/ask")
    assert not answer["abstained"]
    assert "IV.4" in {c["section"] for c in answer["citations"]}
    history = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": answer["answer"]}]
    for given in (history, json.dumps(history)):
        followed = client.predict("còn Đảng đoàn Hội đồng nhân dân tỉnh thì sao?", given, api_name="/ask")
        assert followed["resolved"]
    with pytest.raises(Exception, match="history"):
        client.predict(QUESTION, "không phải JSON", api_name="/ask")
    # Only that: what the page does inside is no API.
    endpoints = client.view_api(return_format="dict", print_info=False)
    assert set(endpoints["named_endpoints"]) == {"/ask"}
    assert endpoints["unnamed_endpoints"] == {}


def test_a_taken_port_is_told_in_one_line(address: str, data_dir: Path) -> None:
    port = str(urlsplit(address).port)
    command = [sys.executable, "app.py", "--data-dir", str(data_dir), "--port", port]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f"Không mở được cổng {port}" in done.stderr


def kept(visit: Visit) -> str | None:
    return visit.page.evaluate("sessionStorage.getItem('can-cu-conversation')")


def test_the_conversation_outlives_a_reload_with_its_sources_and_goes_on(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.ask("Giá vàng hôm nay bao nhiêu?")
    visit.page.reload()
    again = visit.page.locator(".exchange")
    again.nth(1).locator(".answer.abstained").wait_for()
    assert again.count() == 2
    again.first.locator(".cite").first.click()
    visit.page.locator('#sources .panel[data-exchange="0"]').wait_for()
    assert "IV.4" in visit.card(1).locator("summary").inner_text()
    assert visit.card(1).locator("mark").first.is_visible()
    # A follow-up is understood by what came before the reload.
    asked = visit.ask("còn Đảng đoàn Hội đồng nhân dân tỉnh thì sao?")
    assert asked.locator(".resolved").count() == 1
    assert visit.page.evaluate("localStorage.getItem('can-cu-conversation')") is None
    visit.page.click("#clear")
    visit.page.wait_for_selector(".welcome")
    assert kept(visit) is None
    visit.page.reload()
    visit.page.wait_for_selector(".welcome")
    assert visit.page.locator(".exchange").count() == 0


def test_another_tab_begins_anew_and_what_is_no_conversation_is_forgotten(visit: Visit) -> None:
    visit.ask(QUESTION)
    other = visit.context.new_page()
    other.goto(visit.page.url)
    other.wait_for_selector(".welcome")
    other.evaluate("sessionStorage.setItem('can-cu-conversation', '{\"user\": 5')")
    other.reload()
    other.wait_for_selector(".welcome")
    other.wait_for_function("sessionStorage.getItem('can-cu-conversation') === null")
    assert other.locator(".exchange").count() == 0
    other.close()
