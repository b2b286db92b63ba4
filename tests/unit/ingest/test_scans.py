"""Scans: pages recognised two at a time, kept, resumed, stopped; and what is set apart from the text."""

import io
import re
import shutil
import threading
from pathlib import Path

import numpy as np
import pypdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.errors import UnreadableFileError
from ingest.intake import Status, add_files
from ingest.library import Library
from ingest.pipeline import read_again, read_file
from ingest.readers import recognition, tesseract
from ingest.readers.asides import set_apart
from ingest.readers.pages import page_image
from ingest.readers.preparation import GRAINY, png, specks, without_grain
from ingest.readers.printed import PrintedPage, pack, renamed, source_of, unpack
from ingest.readers.recognition import recognised_pages
from ingest.readers.ruling import rules_in
from ingest.readers.standing import Standing, standing_of
from ingest.readers.watch import CancelledError, Progress, Watch
from ingest.spans import Span
from ingest.words import Box, boxes_of
from tests.unit.ingest.test_readers import pdf

FONT = "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf"
LINES = [
    "Điều 1. Phạm vi điều chỉnh",
    "Kế hoạch này quy định nhiệm vụ của các cơ quan",
    "trong tỉnh đến năm 2030.",
]


def page(*lines: str, confidence: float = np.nan, first: float = 0.2, step: float = 0.03) -> PrintedPage:
    """A page with its lines one below the other, from ``first`` on."""
    boxes = [
        (0.1 * column, first + step * row, 0.1 * column + 0.09, first + step * row + 0.02)
        for row, line in enumerate(lines)
        for column in range(len(line.split()))
    ]
    count = len(boxes)
    return PrintedPage(
        "\n".join(lines),
        np.array(boxes, np.float32).reshape(-1, 4),
        np.full(count, confidence, np.float32),
        not np.isnan(confidence),
    )


def stacked(*parts: PrintedPage) -> PrintedPage:
    return PrintedPage(
        "\n".join(p.text for p in parts),
        np.concatenate([p.boxes for p in parts]),
        np.concatenate([p.confidences for p in parts]),
        any(p.recognised for p in parts),
    )


def scan(pages: list[list[str]]) -> bytes:
    """A PDF of pictures: each page's lines drawn in a serif at 200 dots per inch."""
    pictures = []
    for lines in pages:
        picture = Image.new("L", (1654, 2339), 255)
        draw = ImageDraw.Draw(picture)
        for row, line in enumerate(lines):
            draw.text((230, 250 + 70 * row), line, fill=0, font=ImageFont.truetype(FONT, 40))
        pictures.append(picture)
    stream = io.BytesIO()
    pictures[0].save(stream, "PDF", resolution=200, save_all=True, append_images=pictures[1:])
    return stream.getvalue()


class TestPages:
    def test_words_are_the_tokens_of_the_text(self) -> None:
        source = source_of([page("Một hai", "ba"), page(), page("bốn", confidence=0.5)])
        assert source.text == "Một hai\nba\n\nbốn\n"
        assert [(w.span.of(source.text), w.page, w.confidence) for w in source.words] == [
            ("Một", 1, None), ("hai", 1, None), ("ba", 1, None), ("bốn", 3, 0.5)
        ]  # fmt: skip
        assert [s.offset for s in source.page_starts] == [0, 11, 12]
        assert [s.recognised for s in source.page_starts] == [False, False, True]

    def test_they_come_back_from_their_file(self) -> None:
        pages = [page("Một hai", "ba"), page(), page("bốn", confidence=0.5)]
        again = unpack(pack(pages))
        assert [p.text for p in again] == [p.text for p in pages]
        assert all(np.array_equal(a.boxes, b.boxes) for a, b in zip(again, pages, strict=True))
        for damaged in (b"", b"PK\x03\x04", pack(pages)[:-30]):
            with pytest.raises(ValueError):
                unpack(damaged)

    def test_a_box_too_many_is_no_page(self) -> None:
        with pytest.raises(ValueError, match="1 words"):
            PrintedPage("một", np.zeros((2, 4), np.float32), np.zeros(2, np.float32))

    def test_a_change_that_divides_a_word_is_not_made(self) -> None:
        assert renamed(page("ab cd"), lambda w: "x y" if w == "ab" else w.upper()).text == "ab CD"


class TestAsides:
    def test_page_numbers_and_running_heads_leave_the_text(self) -> None:
        pages = [
            stacked(page("CÔNG BÁO/Số 101/Ngày 3-6-2024", first=0.03), page(f"Đoạn văn {n}."), page(f"- {n} -", first=0.95))
            for n in range(1, 5)
        ]  # fmt: skip
        bodies, asides = set_apart(pages)
        assert [p.text for p in bodies] == [f"Đoạn văn {n}." for n in range(1, 5)]
        assert {(a.page, a.kind, a.text) for a in asides} == {
            *((n, "running-head", "CÔNG BÁO/Số 101/Ngày 3-6-2024") for n in range(1, 5)),
            *((n, "page-number", f"- {n} -") for n in range(1, 5)),
        }
        assert all(a.box.y1 < 0.1 or a.box.y0 > 0.9 for a in asides)

    def test_a_number_in_the_body_and_a_heading_of_one_page_stay(self) -> None:
        pages = [
            stacked(page("TỈNH ỦY QUẢNG NINH", first=0.05), page("2", "Văn bản")),
            page("2030", "Hết", first=0.05),
        ]
        bodies, asides = set_apart(pages)
        assert not asides
        assert [p.text for p in bodies] == [p.text for p in pages]

    def test_the_number_of_the_second_page_alone(self) -> None:
        _, asides = set_apart([page("Một"), stacked(page("2", first=0.04), page("Hai"))])
        assert [(a.page, a.kind) for a in asides] == [(2, "page-number")]

    def test_the_note_of_a_digital_signature(self) -> None:
        signed = page(
            "Người ký: CỔNG THÔNG TIN ĐIỆN TỬ", "Thời gian ký: 03.06.2024 08:00", "Điều 1. Nội dung"
        )
        bodies, asides = set_apart([signed])
        assert bodies[0].text == "Điều 1. Nội dung"
        assert {a.kind for a in asides} == {"signature"}
        plain = page("Cơ quan: Sở Y tế", "Email: a@b.vn")
        assert set_apart([plain])[0][0].text == plain.text

    def test_what_was_made_of_a_stamp(self) -> None:
        bodies, asides = set_apart(
            [stacked(page("Wz ,,5 ~ Ệ)", confidence=0.2), page("Nơi nhận ngày 5", confidence=0.3))] * 1
        )
        assert bodies[0].text.endswith("Nơi nhận ngày 5")
        assert not asides, "a line with a digit may be a date"
        bodies, asides = set_apart(
            [stacked(page("Wz ,,ễễ ~ Ệ)", confidence=0.2), page("Nơi nhận", confidence=0.3))]
        )
        assert [a.text for a in asides] == ["Wz ,,ễễ ~ Ệ)"]


class TestRecognition:
    @pytest.fixture(autouse=True)
    def fake(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A recogniser that reads the page's number off its picture, and notes it."""
        self.read: list[int] = []
        self.fail_at: set[int] = set()
        lock = threading.Lock()
        picture = io.BytesIO()
        Image.new("L", (10, 10)).save(picture, "PNG")

        def to_read(file: Path, number: int, dpi: int, watch: Watch) -> bytes:
            assert file.read_bytes() == b"data"
            with lock:
                if number in self.fail_at:
                    raise UnreadableFileError("Hỏng.", "Sửa.")
                self.read.append(number)
            stream = io.BytesIO()
            Image.new("L", (10 + number, 10)).save(stream, "PNG")
            return stream.getvalue()

        def recognise(
            picture: bytes, dpi: int, size: tuple[int, int], name: str, watch: Watch
        ) -> PrintedPage:
            return page(f"trang {size[0] - 10}", confidence=0.9)

        monkeypatch.setattr(recognition, "page_to_read", to_read)
        monkeypatch.setattr(tesseract, "recognise", recognise)
        monkeypatch.setattr(tesseract, "version", lambda: "0")

    def test_every_page_once_and_progress(self, tmp_path: Path) -> None:
        told: list[Progress] = []
        done = recognised_pages(b"data", [2, 3, 5], "a.pdf", tmp_path, Watch(told.append))
        assert {n: p.text for n, p in done.items()} == {n: f"trang {n}" for n in (2, 3, 5)}
        assert [(p.done, p.total) for p in told] == [(0, 3), (1, 3), (2, 3), (3, 3)]
        assert told[0].seconds_left is None
        assert told[-1].seconds_left == 0

    def test_a_run_that_failed_goes_on_where_it_was(self, tmp_path: Path) -> None:
        self.fail_at = {4}
        with pytest.raises(UnreadableFileError):
            recognised_pages(b"data", [1, 2, 3, 4], "a.pdf", tmp_path, Watch())
        first, self.read, self.fail_at = set(self.read), [], set()
        done = recognised_pages(b"data", [1, 2, 3, 4], "a.pdf", tmp_path, Watch())
        assert sorted(done) == [1, 2, 3, 4]
        assert 4 in self.read
        assert not first & set(self.read), "a page that was done is not done again"

    def test_a_damaged_page_of_the_cache_is_made_again(self, tmp_path: Path) -> None:
        recognised_pages(b"data", [1], "a.pdf", tmp_path, Watch())
        next(tmp_path.glob("1-*.npz")).write_bytes(b"half")
        self.read = []
        assert recognised_pages(b"data", [1], "a.pdf", tmp_path, Watch())[1].text == "trang 1"
        assert self.read == [1]

    def test_stopping_stops(self, tmp_path: Path) -> None:
        seen: list[Progress] = []
        watch = Watch(seen.append, lambda: len(seen) > 2)
        with pytest.raises(CancelledError):
            recognised_pages(b"data", list(range(1, 30)), "a.pdf", tmp_path, watch)
        assert len(self.read) < 10


class TestPreparation:
    def test_grain_is_taken_out_and_clean_pages_stay(self) -> None:
        clean = Image.new("L", (400, 500), 250)
        ImageDraw.Draw(clean).text((40, 40), "Điều 1. Phạm vi", fill=0, font=ImageFont.truetype(FONT, 30))
        again = without_grain(clean)
        assert specks(clean) < GRAINY
        assert np.array_equal(np.asarray(again), np.asarray(clean))
        grainy = np.asarray(clean).copy()
        grainy[200::20, ::20] = 0
        assert specks(Image.fromarray(grainy)) > GRAINY
        assert not (np.asarray(without_grain(Image.fromarray(grainy)))[150:] < 200).any()

    @pytest.mark.parametrize("size", [(1, 1), (3, 900), (2500, 20)])
    def test_odd_sizes(self, size: tuple[int, int]) -> None:
        picture = Image.new("L", size, 255)
        assert Image.open(io.BytesIO(png(without_grain(picture)))).size == size
        assert standing_of(picture) == Standing()
        assert not len(rules_in(picture, 200).down)


needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")


class _NoIndex:
    def add(self, documents: object) -> None: ...
    def remove(self, document_ids: object) -> None: ...


@needs_tesseract
def test_a_scan_is_read_and_every_word_has_a_place(tmp_path: Path) -> None:
    file = tmp_path / "quét thử.pdf"
    file.write_bytes(scan([LINES, ["Điều 2. Hiệu lực thi hành"]]))
    library = Library(tmp_path / "data")
    [outcome] = add_files([file], library, _NoIndex())
    assert outcome.status is Status.ADDED, outcome.error
    document = outcome.document
    assert document is not None
    assert "Kế hoạch này quy định nhiệm vụ của các cơ quan" in document.text
    assert [s.label for s in document.sections] == ["Điều 1", "Điều 2"]
    assert [(p.recognised, (p.confidence or 0) > 0.7) for p in document.pages] == [(True, True)] * 2
    words = library.words(document)
    assert [w.span.of(document.original) for w in words] == document.original.split()
    start = document.text.index("quy định")
    [box] = boxes_of(document, words, type(words[0].span)(start, start + 8))[1]
    assert 0.10 < box.y0 < box.y1 < 0.17, "the second line stands 320 pixels down of 2339"
    assert not (tmp_path / "data" / "pages").exists() or not list((tmp_path / "data" / "pages").iterdir())
    assert read_again(document, library).document == document


@needs_tesseract
def test_pages_with_and_without_a_text_layer_in_one_file(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(["Van ban co lop chu"])))
    writer.append(io.BytesIO(scan([LINES])))
    stream = io.BytesIO()
    writer.write(stream)
    document = read_file(stream.getvalue(), "a.pdf").document
    assert document.original.startswith("Van ban co lop chu\n")
    assert "Phạm vi điều chỉnh" in document.text
    assert [p.recognised for p in document.pages] == [False, True]
    assert all(
        e.span.start >= document.pages[1].original_start for e in document.edits if e.rule != "join-lines"
    )


def lying(data: bytes, *, quarters: int = 0, skew: float = 0.0) -> bytes:
    """A scan whose first page lies turned clockwise by quarters, then askew by degrees counter-clockwise."""
    [picture] = [i.image for i in pypdf.PdfReader(io.BytesIO(data)).pages[0].images]
    assert picture is not None
    picture = picture.convert("L").rotate(-90 * quarters, expand=True)
    picture = picture.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
    stream = io.BytesIO()
    picture.save(stream, "PDF", resolution=200)
    return stream.getvalue()


PROSE = [f"{n}. Các cơ quan trong tỉnh thực hiện nhiệm vụ được giao" for n in range(1, 20)]


class TestStanding:
    @pytest.mark.parametrize("quarters", [0, 1, 2, 3])
    @pytest.mark.parametrize("skew", [0, 1.0, -3.0])
    def test_how_a_page_lies_is_seen_and_the_way_back_is_found(self, quarters: int, skew: float) -> None:
        data = lying(scan([PROSE]), quarters=quarters, skew=skew)
        [image] = [i.image for i in pypdf.PdfReader(io.BytesIO(data)).pages[0].images]
        assert image is not None
        found = standing_of(image.convert("L"))
        assert found.quarters == quarters % 2
        assert found.skew == pytest.approx(-skew, abs=0.21)

    @pytest.mark.parametrize("standing", [Standing(q, s) for q in range(4) for s in (0.0, 2.0, -5.0)])
    def test_a_dot_goes_there_and_its_box_comes_back(self, standing: Standing) -> None:
        picture = Image.new("L", (300, 400), 255)
        ImageDraw.Draw(picture).rectangle((100, 240, 119, 249), fill=0)
        upright = standing.upright(picture)
        ys, xs = np.nonzero(np.asarray(upright) < 128)
        seen = np.array([[xs.min(), ys.min(), xs.max() + 1, ys.max() + 1]], np.float32)
        seen /= np.array(upright.size * 2, np.float32)
        there = PrintedPage("chấm", seen, np.ones(1, np.float32), recognised=True)
        box = standing.laid_back(there, upright.size).boxes[0]
        assert (box[0] + box[2]) * 150 == pytest.approx(110, abs=2)
        assert (box[1] + box[3]) * 200 == pytest.approx(245, abs=2)


def ink_in(picture: Image.Image, box: Box) -> float:
    width, height = picture.size
    inside = picture.crop(
        (int(box.x0 * width), int(box.y0 * height), int(box.x1 * width), int(box.y1 * height))
    )
    return float((np.asarray(inside) < 128).mean())


@needs_tesseract
@pytest.mark.parametrize(("quarters", "skew"), [(1, 0.0), (2, 0.0), (3, 2.0)])
def test_a_page_that_lies_on_its_side_or_head_is_read_and_marked_where_it_lies(
    quarters: int, skew: float, tmp_path: Path
) -> None:
    file = tmp_path / "nam.pdf"
    file.write_bytes(lying(scan([PROSE]), quarters=quarters, skew=skew))
    reading = read_file(file.read_bytes(), file.name)
    assert reading.document.text.count("Các cơ quan trong tỉnh thực hiện nhiệm vụ được giao") >= 17
    assert [w.span.of(reading.document.original) for w in reading.words] == reading.document.original.split()
    picture = Image.open(io.BytesIO(page_image(file, 1))).convert("L")
    words = [w for w in reading.words if len(w.span) > 3]
    assert min(ink_in(picture, word.box) for word in words) > 0.05, "a word's box without ink"
    start = [m.start() for m in re.finditer("Các cơ quan", reading.document.text)][9]
    marked = boxes_of(reading.document, reading.words, Span(start, start + 30))[1]
    first = sum((b.y0 + b.y1) / 2 for b in marked) / len(marked)
    along = sum((b.x0 + b.x1) / 2 for b in marked) / len(marked)
    # the tenth of lines that begin 250 dots down and stand 70 apart, on a page of 1654 by 2339
    down = (250 + 70 * 9 + 25) / 2339
    assert {1: 1 - along, 2: 1 - first, 3: along}[quarters] == pytest.approx(down, abs=0.02)


@needs_tesseract
def test_a_ruled_table_of_a_scan(tmp_path: Path) -> None:
    picture = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(picture)
    rows = [
        ["TT", "Nội dung", "Chủ trì"],
        ["1", "Xây dựng đường", "Sở Xây dựng"],
        ["2", "Trồng rừng", "Sở Y tế"],
    ]
    xs = (200, 300, 900, 1450)
    for row, cells in enumerate(rows):
        for x, text in zip(xs, cells, strict=False):
            draw.text((x + 20, 420 + 100 * row), text, fill=0, font=ImageFont.truetype(FONT, 40))
    for y in range(400, 701, 100):
        draw.line((xs[0], y, xs[-1], y), fill=0, width=3)
    for x in xs:
        draw.line((x, 400, x, 700), fill=0, width=3)
    draw.text((200, 250), "Các nhiệm vụ như sau:", fill=0, font=ImageFont.truetype(FONT, 40))
    stream = io.BytesIO()
    picture.rotate(1.5, Image.Resampling.BICUBIC, fillcolor=255).save(stream, "PDF", resolution=200)
    document = read_file(stream.getvalue(), "bang.pdf").document
    rows_read = [line for line in document.text.split("\n") if " | " in line]
    assert len(rows_read) == 3
    assert all(line.count(" | ") == 2 for line in rows_read)
    assert rows_read[1].endswith("Xây dựng đường | Sở Xây dựng")
