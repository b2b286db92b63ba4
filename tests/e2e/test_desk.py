"""The desk in a real browser: a scan uploaded, asked about and seen on its page; words corrected; removed."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter

from ingest.readers import tesseract
from tests.e2e.browsing import Visit, require, running_app, running_browser
from tests.unit.ingest.test_readers import pdf as text_pdf

pytestmark = pytest.mark.browser

FONT = Path("/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf")
ASKER, EDITOR = ("an", "mk1"), ("bình", "mk2")
QUOTED = "Trồng mới 250 ha rừng ngập mặn ven biển."
FIRST = ["UBND TỈNH QUẢNG NINH", "Số: 1234/QĐ-UBND", "Quảng Ninh, ngày 15 tháng 7 năm 2024", "QUYẾT ĐỊNH",
         "Về việc trồng rừng ngập mặn ven biển", "Điều 1. Mục tiêu", QUOTED, "Điều 2. Tổ chức thực hiện",
         "Sở Nông nghiệp chủ trì, phối hợp với các huyện tổ chức trồng rừng."]  # fmt: skip
SECOND = ["Điều 3. Kinh phí", "Kinh phí do ngân sách tỉnh bảo đảm theo dự toán hằng năm."]
# A text with faults as OCR makes them; which of them are mended is the cleaner's business.
FAULTY = (
    "UBND TỈNH QUẢNG NINH\nSố: 12/KH-UBND\nQuảng Ninh, ngày 15 tháng 8 năm 2024\nKẾ HOẠCH\nVề việc trồng cây phi lao\n\n"
    "I- MỤC TIÊU\n1. Trồng mới 25 ha cây phi lao chắn cát.\n"
    "2. Tổ chúc thực hiện Kế hoạch nàv trên địa bàn tỉnh Quàng Ninh theo quy định.\n"
)
WIDTH, HEIGHT, TOP, LINE = 1240, 1754, 160, 90  # an A4 page at 150 dots per inch


def scan(*pages: list[str]) -> tuple[bytes, dict[str, tuple[float, float]]]:
    """A PDF of pictures of text, and the height of each line's top and bottom as fractions of its page."""
    require(FONT.exists(), "no font with Vietnamese letters: apt-get install fonts-noto-core")
    font = ImageFont.truetype(str(FONT), 30)
    pictures, places = [], {}
    for lines in pages:
        picture = Image.new("L", (WIDTH, HEIGHT), 255)
        pen = ImageDraw.Draw(picture)
        for number, line in enumerate(lines):
            top = TOP + number * LINE
            pen.text((130, top), line, font=font, fill=0)
            _, y0, _, y1 = pen.textbbox((130, top), line, font=font)
            places[line] = (y0 / HEIGHT, y1 / HEIGHT)
        pictures.append(picture)
    stream = io.BytesIO()
    pictures[0].save(stream, "PDF", resolution=150, save_all=True, append_images=pictures[1:])
    return stream.getvalue(), places


@pytest.fixture(scope="module")
def browser():
    with running_browser() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app without documents, with one user who may only ask and one editor."""
    folder = tmp_path_factory.mktemp("desk")
    users = ",".join(":".join(user) for user in (ASKER, EDITOR))
    with running_app(folder / "data", folder / "stderr.txt", users=users, editors=EDITOR[0]) as address:
        yield address


class DeskVisit(Visit):
    """A visit that begins at the desk."""

    def __init__(self, browser, address: str, width: int = 1280, height: int = 860) -> None:
        super().__init__(browser, address, width, height, EDITOR)
        self.page.get_by_role("tab", name="Tài liệu").click()
        self.page.locator(".library").wait_for()

    def upload(self, *files: tuple[str, bytes], settled: str = "added") -> None:
        """Upload files and wait until the last of them is read."""
        self.page.set_input_files(
            ".drop input",
            [{"name": n, "mimeType": "application/octet-stream", "buffer": d} for n, d in files],
        )
        if len(files) > 1:
            self.page.locator(".gather .primary", has_text="Tải lên").click()
        self.page.locator(f".job.{settled}", has_text=files[-1][0][:40]).first.wait_for(timeout=60_000)

    def open(self, title: str) -> None:
        self.page.locator(".desk-list .open", has_text=title).click()
        self.page.locator(".opened h2", has_text=title).wait_for()

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name, exact=True).click()

    def remove_all(self, first: str = ".welcome, .exchange") -> None:
        """Leave the library empty for the next test; ``first`` is what the chat shows when it is loaded."""
        self.page.reload()
        self.page.locator(first).first.wait_for()
        self.tab("Tài liệu")
        self.page.locator(".library").wait_for()
        while self.page.locator(".desk-list .open").count():
            self.page.locator(".desk-list .open").first.click()
            self.page.locator("[data-act=remove]").click()
            self.page.locator("dialog .primary").click()
            self.page.locator(".said", has_text="Đã gỡ").wait_for()


@pytest.fixture
def visit(browser, address: str) -> Iterator[DeskVisit]:
    visit = DeskVisit(browser, address)
    yield visit
    visit.remove_all()
    visit.context.close()


def recognises() -> bool:
    try:
        return bool(tesseract.version())
    except tesseract.RecogniserMissingError:
        return False


def select(visit: DeskVisit, words: str) -> None:
    """Select words of the cleaned text, as dragging over them does."""
    visit.page.evaluate(
        """words => {
          const walker = document.createTreeWalker(document.querySelector('.cleaned'), NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode());) {
            const at = node.nodeValue.indexOf(words);
            if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + words.length);
          }
          throw new Error('not there: ' + words);
        }""",
        words,
    )
    visit.page.locator(".pop [data-act=correct]").click()


def boxed(place) -> tuple[float, float, float, float]:
    """The area that the boxes over a page picture cover, in fractions of the picture."""
    picture = place.locator("img").bounding_box()
    areas = [box.bounding_box() for box in place.locator(".box").all()]
    assert areas
    x0, y0 = min(a["x"] for a in areas), min(a["y"] for a in areas)
    x1, y1 = max(a["x"] + a["width"] for a in areas), max(a["y"] + a["height"] for a in areas)
    return (
        (x0 - picture["x"]) / picture["width"], (y0 - picture["y"]) / picture["height"],
        (x1 - picture["x"]) / picture["width"], (y1 - picture["y"]) / picture["height"],
    )  # fmt: skip


def covers_the_line(area: tuple[float, float, float, float], line: tuple[float, float]) -> bool:
    """True if the boxes hold the printed line, and not those above and below it."""
    middle = (line[0] + line[1]) / 2
    step = LINE / HEIGHT
    return area[1] <= middle <= area[3] and middle - step < area[1] and area[3] < middle + step


def test_a_scan_is_uploaded_asked_about_and_seen_on_its_page(visit: DeskVisit) -> None:
    require(recognises(), "no tesseract: apt-get install tesseract-ocr tesseract-ocr-vie")
    data, places = scan(FIRST, SECOND)
    visit.upload(("quyết định trồng rừng.pdf", data))
    row = visit.page.locator(".desk-list tr", has_text="1234/QĐ-UBND")
    row.wait_for()
    assert "%" in row.locator("[data-label='Nhận dạng']").inner_text()
    visit.tab("Hỏi đáp")
    answer = visit.ask("Trồng mới bao nhiêu ha rừng ngập mặn?")
    assert "250 ha" in answer.locator(".answer").inner_text()
    answer.locator(".cite").first.click()
    card = visit.card(1)
    leaf = card.locator(".leaf").first
    leaf.locator("img").scroll_into_view_if_needed()
    visit.page.wait_for_function("document.querySelector('#sources .leaf img').naturalWidth > 0")
    visit.page.evaluate("document.querySelector('#sources .leaf img').decode()")
    area = boxed(leaf)
    assert covers_the_line(area, places[QUOTED])
    # The boxed part of the picture has ink, and not only a speck of it.
    box = leaf.locator(".box").first
    for _ in range(20):  # a picture that is loaded is painted a moment later
        shot = Image.open(io.BytesIO(box.screenshot())).convert("L")
        dark = sum(shot.histogram()[:128]) / (shot.width * shot.height)
        if dark > 0.02:
            break
        visit.page.wait_for_timeout(100)
    assert 0.02 < dark < 0.6
    assert "trang 1" in leaf.locator("img").get_attribute("alt")
    with visit.context.expect_page() as opened:
        card.locator(".open-page").click()
    reader = opened.value
    reader.wait_for_function("document.querySelector('.leaf img').naturalWidth > 0")
    assert covers_the_line(boxed(reader.locator(".leaf")), places[QUOTED])
    reader.get_by_role("link", name="Sau ›").click()
    reader.locator("h1").wait_for()
    assert reader.locator(".box").count() == 0
    reader.get_by_role("link", name="Về trang 1").click()
    reader.locator(".box").first.wait_for()
    assert reader.locator("input[name=trang]").input_value() == "1"
    reader.close()


def test_a_machine_edit_is_rejected_and_accepted_and_a_word_corrected_by_hand(visit: DeskVisit) -> None:
    visit.upload(("phi-lao.txt", FAULTY.encode()))
    visit.open("12/KH-UBND")
    edits = visit.page.locator(".cleaned .piece.edit")
    before = edits.count()
    assert before
    said = edits.first.get_attribute("data-before")
    edits.first.click()
    assert said in visit.page.locator(".pop").inner_text()
    visit.page.locator(".pop [data-act=reject]").click()
    visit.page.locator(".said", has_text="Đã bỏ 1 chỗ sửa").wait_for()
    assert visit.page.locator(".cleaned .piece.edit").count() == before - 1
    rejected = visit.page.locator(".cleaned .piece.rejected")
    assert rejected.inner_text() == said
    rejected.click()
    visit.page.get_by_role("button", name="Nhận lại").click()
    visit.page.locator(".said", has_text="Đã nhận 1 chỗ sửa").wait_for()
    assert visit.page.locator(".cleaned .piece.edit").count() == before
    # A digit is corrected only by who says that they compared it.
    select(visit, "25 ha")
    visit.page.fill("dialog textarea", "52 ha")
    assert visit.page.locator("dialog .primary").is_disabled()
    visit.page.locator("dialog .check input").check()
    visit.page.locator("dialog .primary").click()
    visit.page.locator(".said", has_text="Đã sửa").wait_for()
    hand = visit.page.locator(".cleaned .piece.hand")
    assert (hand.inner_text(), hand.get_attribute("data-before")) == ("52 ha", "25 ha")
    visit.tab("Hỏi đáp")
    answer = visit.ask("Trồng mới bao nhiêu ha cây phi lao?")
    assert "52 ha" in answer.inner_text()
    visit.card(1).locator(".scan", has_text="25 ha").wait_for()
    visit.tab("Tài liệu")
    hand.click()
    visit.page.locator(".pop [data-act=takeback]").click()
    visit.page.locator(".cleaned", has_text="Trồng mới 25 ha").wait_for()


def test_facts_are_corrected_and_the_document_is_gone_when_removed(visit: DeskVisit) -> None:
    visit.upload(("phi-lao.txt", FAULTY.encode()))
    visit.open("12/KH-UBND")
    assert "chưa ai xác nhận" in visit.page.locator(".about summary").inner_text()
    visit.page.fill(".facts [name=number]", "21/KH-UBND")
    visit.page.locator(".about .primary").click()
    visit.page.locator(".opened h2", has_text="21/KH-UBND").wait_for()
    assert "người sửa" in visit.page.locator(".about").text_content()
    visit.page.locator("[data-act=remove]").click()
    assert "21/KH-UBND" in visit.page.locator("dialog").inner_text()
    visit.page.locator("dialog .quiet").click()
    assert visit.page.locator(".opened").is_visible()
    visit.page.locator("[data-act=remove]").click()
    visit.page.locator("dialog .primary").click()
    visit.page.locator(".said", has_text="Đã gỡ").wait_for()
    visit.page.locator(".nothing", has_text="Chưa có tài liệu nào").wait_for()
    visit.tab("Hỏi đáp")
    visit.page.locator(".welcome", has_text="Chưa có văn bản nào để hỏi").wait_for()
    assert "Chưa có tài liệu nào" in visit.ask("Trồng mới bao nhiêu ha cây phi lao?").inner_text()


def test_bad_files_are_told_one_by_one_and_good_ones_still_go_in(visit: DeskVisit) -> None:
    locked = PdfWriter(PdfReader(io.BytesIO(scan(SECOND)[0])))
    locked.encrypt("mk")
    stream = io.BytesIO()
    locked.write(stream)
    visit.upload(
        ("bảng tính.xlsx", b"x"), ("rỗng.txt", b""), ("giả.pdf", b"PK\x03\x04"), ("mật khẩu.pdf", stream.getvalue()),
        ("dài " * 75 + ".txt", FAULTY.encode()),
    )  # fmt: skip
    trouble = visit.page.locator(".trouble").inner_text()
    assert "bảng tính.xlsx" in trouble
    assert "“rỗng.txt” rỗng" in trouble
    assert "“giả.pdf” không phải tệp PDF" in trouble
    assert "mật khẩu" in visit.page.locator(".job.failed", has_text="mật khẩu.pdf").inner_text()
    visit.page.locator(".desk-list tbody tr").wait_for()
    # A page that is loaded again reads it all back.
    visit.page.reload()
    visit.page.get_by_role("tab", name="Tài liệu").click()
    visit.page.locator(".job.failed", has_text="mật khẩu.pdf").wait_for()
    visit.page.locator("[data-act=forget]").click()
    visit.page.locator(".queue").wait_for(state="detached")


def test_a_name_that_is_taken_is_asked_about(visit: DeskVisit) -> None:
    visit.upload(("phi-lao.txt", FAULTY.encode()))
    other = FAULTY.replace("12/KH-UBND", "13/KH-UBND")
    visit.page.set_input_files(
        ".drop input", [{"name": "phi-lao.txt", "mimeType": "text/plain", "buffer": other.encode()}]
    )
    visit.page.locator("dialog", has_text="Đã có tài liệu tên “phi-lao”").wait_for()
    visit.page.get_by_role("button", name="Nạp thành tài liệu khác").click()
    visit.page.locator(".desk-list tr", has_text="phi-lao (2).txt").wait_for()
    assert visit.page.locator(".desk-list tbody tr").count() == 2
    visit.page.locator(".desk-list th button", has_text="Số, ký hiệu").click()
    visit.page.locator(".desk-list th button", has_text="Số, ký hiệu").click()
    numbers = visit.page.locator(".desk-list [data-label='Số, ký hiệu']").all_inner_texts()
    assert [re.sub(r"\D", "", n) for n in numbers] == ["13", "12"]


def test_a_newer_version_and_what_is_still_to_get(visit: DeskVisit) -> None:
    visit.upload(("phi-lao.txt", FAULTY.encode()))
    visit.open("12/KH-UBND")
    newer = FAULTY.replace("25 ha", "30 ha") + "3. Thực hiện theo Quyết định số 80/QĐ-TTg ngày 11/02/2023.\n"
    with visit.page.expect_file_chooser() as chooser:
        visit.page.locator("[data-act=replace]").click()
    chooser.value.set_files([{"name": "sua.txt", "mimeType": "text/plain", "buffer": newer.encode()}])
    visit.page.locator(".job.replaced", has_text="sua.txt").wait_for()
    visit.page.locator(".desk-list tr", has_text="sua.txt").wait_for()
    assert visit.page.locator(".desk-list tbody tr").count() == 1
    visit.open("12/KH-UBND")
    visit.page.locator("summary", has_text="Bản trước").click()
    with visit.context.expect_page() as opened:
        visit.page.locator(".earlier a").click()
    opened.value.locator(".notice", has_text="Đây là bản trước").wait_for()
    assert "25 ha" in opened.value.locator("main").inner_text()
    opened.value.close()
    visit.tab("Hỏi đáp")
    assert "30 ha" in visit.ask("Trồng mới bao nhiêu ha cây phi lao?").inner_text()
    visit.tab("Tài liệu")
    visit.page.locator("[data-act=back]").click()
    visit.page.locator("[data-view=relations]").click()
    visit.page.locator(".relations", has_text="Quyết định 80/QĐ-TTg").wait_for()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("link", name="Tải danh sách (CSV)").click()
    assert "80/QĐ-TTg" in Path(download.value.path()).read_text("utf-8-sig")


def pdf(*lines: str) -> bytes:
    """A PDF of one page of ASCII text."""
    return text_pdf([" ".join(lines)])


def test_files_are_put_in_order_by_keyboard_and_become_one_document(visit: DeskVisit) -> None:
    page = visit.page
    files = {
        "trang 10.pdf": pdf("Trang muoi"),
        "trang 2.pdf": pdf("Trang hai"),
        "ke hoach.txt": FAULTY.encode(),
    }
    page.set_input_files(
        ".drop input",
        [{"name": n, "mimeType": "application/octet-stream", "buffer": d} for n, d in files.items()],
    )
    page.locator(".gather h3", has_text="Bạn đã chọn 3 tệp").wait_for()
    assert page.locator(".gather .merge").is_hidden()
    page.keyboard.press("ArrowDown")
    names = page.locator(".parts .file-name")
    assert names.all_inner_texts() == ["ke hoach.txt", "trang 2.pdf", "trang 10.pdf"]
    assert page.locator(".gather .primary").is_disabled(), "it has no name yet"
    page.keyboard.press("Tab")
    page.keyboard.type("Kế hoạch 12")
    page.get_by_role("button", name="Đưa lên: trang 10.pdf").focus()
    for _ in range(3):
        page.keyboard.press("Enter")
    assert names.all_inner_texts() == ["trang 10.pdf", "ke hoach.txt", "trang 2.pdf"]
    page.get_by_role("button", name="Đưa xuống: trang 10.pdf").focus()
    page.keyboard.press("Enter")
    page.locator(".gather .primary", has_text="Gộp và tải lên").click()
    page.locator(".job.added", has_text="gộp 3 tệp").wait_for(timeout=60_000)
    page.locator(".desk-list tr", has_text="Gộp 3 tệp: ke hoach.txt, trang 10.pdf, trang 2.pdf").wait_for()
    visit.open("12/KH-UBND")
    for number, file, drawn in ((1, "ke hoach.txt", 0), (2, "trang 10.pdf", 1), (3, "trang 2.pdf", 1)):
        page.locator(".pager .part", has_text=file).wait_for()
        assert page.locator(".beside img").count() == drawn
        if number < 3:
            page.get_by_role("button", name="Sau ›").click()
    page.wait_for_function("document.querySelector('.beside img').naturalWidth > 0")
    visit.tab("Hỏi đáp")
    answer = visit.ask("Trồng mới bao nhiêu ha cây phi lao?")
    assert "25 ha" in answer.locator(".answer").inner_text()
    assert "tệp ke hoach.txt" in visit.card(1).inner_text().lower()


def test_a_locked_part_refuses_the_whole_and_is_named(visit: DeskVisit) -> None:
    page = visit.page
    parts = {"một.pdf": pdf("Trang mot"), "khoá.pdf": text_pdf(["Trang hai"], password="mk")}
    page.set_input_files(
        ".drop input", [{"name": n, "mimeType": "application/pdf", "buffer": d} for n, d in parts.items()]
    )
    page.locator(".gather .way", has_text="Gộp").click()
    page.fill(".gather [name=title]", "Quyết định 5")
    page.keyboard.press("Enter")
    failed = page.locator(".job.failed", has_text="Quyết định 5")
    failed.wait_for()
    assert "Tệp khoá.pdf có mật khẩu" in failed.inner_text()
    assert page.locator(".desk-list tbody tr").count() == 0


def test_a_conversation_goes_to_nobody_else_and_says_what_was_removed(visit: DeskVisit) -> None:
    visit.upload(("phi-lao.txt", FAULTY.encode()))
    visit.tab("Hỏi đáp")
    assert "25 ha" in visit.ask("Trồng mới bao nhiêu ha cây phi lao?").inner_text()
    # The tab keeps an answer once it is drawn; a page reloaded before keeps the question only.
    visit.page.wait_for_function("sessionStorage.getItem('can-cu-conversation')?.includes('25 ha')")
    visit.remove_all(".exchange")
    visit.page.reload()
    again = visit.page.locator(".exchange")
    again.locator(".note.gone", has_text="đã được gỡ hoặc thay bản mới").wait_for()
    again.locator(".cite").first.click()
    visit.card(1).locator(".changed", has_text="đã được gỡ khỏi kho").wait_for()
    assert "25 ha" in visit.card(1).locator("mark").inner_text()
    visit.page.fill("#question textarea", "đang gõ dở")
    # Somebody else signs in on this machine, in this very tab.
    form = dict(zip(("username", "password"), ASKER, strict=True))
    assert visit.context.request.post(f"{visit.page.url}login", form=form).ok
    visit.page.reload()
    visit.page.wait_for_selector(".welcome")
    visit.page.wait_for_function("sessionStorage.getItem('can-cu-conversation') === null")
    assert visit.page.locator(".exchange").count() == 0
    assert visit.page.input_value("#question textarea") == ""
    form = dict(zip(("username", "password"), EDITOR, strict=True))
    assert visit.context.request.post(f"{visit.page.url}login", form=form).ok


def test_the_desk_fits_a_phone_and_speaks_vietnamese(browser, address: str) -> None:
    visit = DeskVisit(browser, address, width=390, height=844)
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not visit.page.evaluate(wide)
    visit.upload(("phi-lao.txt", FAULTY.encode()))
    visit.page.set_input_files(
        ".drop input",
        [
            {"name": f"trang thứ {n} của bản quét.txt", "mimeType": "text/plain", "buffer": b"x"}
            for n in range(9)
        ],
    )
    visit.page.locator(".gather .way", has_text="Gộp").click()
    box = visit.page.locator("dialog.ask").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["y"] + box["height"] <= 844
    assert visit.page.locator(".gather").evaluate("e => e.scrollWidth <= e.clientWidth")
    visit.page.keyboard.press("Escape")
    visit.open("12/KH-UBND")
    assert not visit.page.evaluate(wide)
    frame = visit.page.locator(".desk-frame")
    assert frame.evaluate("e => e.scrollWidth <= e.clientWidth")
    # It is the frame that scrolls, so nothing is out of reach.
    assert frame.evaluate("e => e.clientHeight < innerHeight && e.scrollHeight > e.clientHeight")
    assert visit.page.get_attribute("html", "lang") == "vi"
    visit.remove_all()
    visit.context.close()


def test_who_may_only_ask_has_no_desk(browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(address)
    page.locator("input").nth(0).fill(ASKER[0])
    page.locator("input").nth(1).fill(ASKER[1])
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_selector(".welcome")
    page.wait_for_timeout(700)
    assert page.get_by_role("tab", name="Hỏi đáp").count() == 1
    assert page.get_by_role("tab", name="Tài liệu").count() == 0
    assert page.request.get(f"{address}tai-lieu/danh-sach").status == 403
    context.close()
