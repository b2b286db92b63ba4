"""Ruled tables of PDFs become rows of cells; whatever is no table comes out as it went in."""

import io

import numpy as np
import pypdf
import pytest
from pypdf.generic import RectangleObject

from ingest.documents import Document
from ingest.pipeline import Reading, read_file
from ingest.readers.printed import PrintedPage
from ingest.readers.rules import Rules, grids_of
from ingest.readers.tables import with_tables
from ingest.words import boxes_of
from tests.unit.ingest.test_readers import pdf
from tests.unit.ingest.test_words import span_in

Text = tuple[float, float, str]
Rule = tuple[float, float, float, float]
WIDTH, HEIGHT = 595, 842


def lined(*xs: float, ys: tuple[float, ...]) -> list[Rule]:
    """The lines of a table whose columns end at ``xs`` and rows at ``ys``, in points from below."""
    return [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]


def drawn(texts: list[Text], rules: list[Rule], *, thin_boxes: bool = False, in_form: bool = False) -> bytes:
    """A page of words at places (points from below), in 10 point Helvetica, and lines on it."""
    content = [f"BT /F1 10 Tf {x} {y} Td ({text}) Tj ET" for x, y, text in texts]
    for x0, y0, x1, y1 in rules:
        if thin_boxes:
            content.append(f"{x0} {y0} {max(x1 - x0, 0.5)} {max(y1 - y0, 0.5)} re f")
        else:
            content.append(f"{x0} {y0} m {x1} {y1} l S")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(["x"])))
    page = writer.pages[0]
    data = "\n".join(content).encode()
    if in_form:
        form = pypdf.generic.StreamObject()
        # twice as large inside as outside
        form.set_data(data)
        form.update(
            {
                pypdf.generic.NameObject("/Type"): pypdf.generic.NameObject("/XObject"),
                pypdf.generic.NameObject("/Subtype"): pypdf.generic.NameObject("/Form"),
                pypdf.generic.NameObject("/BBox"): RectangleObject((0, 0, 2 * WIDTH, 2 * HEIGHT)),
                pypdf.generic.NameObject("/Resources"): page["/Resources"],
                pypdf.generic.NameObject("/Matrix"): pypdf.generic.ArrayObject(
                    [pypdf.generic.FloatObject(n) for n in (0.5, 0, 0, 0.5, 0, 0)]
                ),
            }
        )
        reference = writer._add_object(form)
        resources = page["/Resources"].get_object()
        assert isinstance(resources, pypdf.generic.DictionaryObject)
        resources[pypdf.generic.NameObject("/XObject")] = pypdf.generic.DictionaryObject(
            {pypdf.generic.NameObject("/Form1"): reference}
        )
        data = b"/Form1 Do"
    stream = pypdf.generic.StreamObject()
    stream.set_data(data)
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def turned(data: bytes, degrees: int) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.pages[0].rotate(degrees)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def read(*pages: bytes) -> Reading:
    writer = pypdf.PdfWriter()
    for page in pages:
        writer.append(io.BytesIO(page))
    out = io.BytesIO()
    writer.write(out)
    reading = read_file(out.getvalue(), "a.pdf")
    words = [word.span.of(reading.document.original) for word in reading.words]
    assert words == reading.document.original.split(), "every word has a box"
    return reading


def lines(document: Document) -> list[str]:
    return [line for line in document.text.split("\n") if line.strip()]


TASKS: list[Text] = [
    (60, 700, "Cac nhiem vu nhu sau:"),
    (65, 660, "TT"), (105, 660, "Noi dung"), (305, 660, "Chu tri"),
    (65, 640, "1"), (105, 640, "Xay dung duong"), (105, 628, "noi hai xa."), (105, 616, "Sua cau."),
    (305, 640, "So Xay"), (305, 628, "dung"),
    (65, 600, "2"), (105, 600, "Trong rung"), (305, 600, "So Nong nghiep"),
    (60, 560, "Cac so bao cao ket qua."),
]  # fmt: skip
FRAME = lined(60, 100, 300, 500, ys=(590, 612, 655, 675))
ROWS = [
    "Cac nhiem vu nhu sau:",
    "TT | Noi dung | Chu tri",
    "1 | Xay dung duong noi hai xa. Sua cau. | So Xay dung",
    "2 | Trong rung | So Nong nghiep",
    "Cac so bao cao ket qua.",
]


@pytest.mark.parametrize("way", ["lines", "thin boxes", "form"])
def test_a_table_amid_prose_with_a_cell_of_several_lines(way: str) -> None:
    data = drawn(TASKS, FRAME, thin_boxes=way == "thin boxes", in_form=way == "form")
    assert lines(read(data).document) == ROWS


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_that_is_shown_turned(degrees: int) -> None:
    """The lines run up the page, or upside down, and so do the boxes."""
    upright, reading = read(drawn(TASKS, FRAME)), read(turned(drawn(TASKS, FRAME), degrees))
    assert lines(reading.document) == ROWS
    for word, other in zip(upright.words, reading.words, strict=True):
        x, y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
        there = {0: (x, y), 90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[degrees]
        assert (other.box.x0 + other.box.x1) / 2 == pytest.approx(there[0], abs=0.003)
        assert (other.box.y0 + other.box.y1) / 2 == pytest.approx(there[1], abs=0.003)


def test_a_quote_from_a_cell_marks_its_lines_and_no_other_cell() -> None:
    reading = read(drawn(TASKS, FRAME))
    document = reading.document
    marked = boxes_of(document, reading.words, span_in(document.text, "duong noi hai xa. Sua cau."))[1]
    assert len(marked) == 3
    assert all(100 / WIDTH < box.x0 < box.x1 < 300 / WIDTH for box in marked)
    across = boxes_of(document, reading.words, span_in(document.text, "Sua cau. | So Xay dung"))[1]
    assert [box.x0 > 300 / WIDTH for box in across] == [False, True, True]


def test_merged_cells() -> None:
    """One over all columns is a line by itself; what one over two rows says is said in both."""
    texts: list[Text] = [
        (65, 680, "TT"), (105, 680, "Viec"), (305, 680, "Ai"),
        (65, 660, "A. Nhom mot"),
        (65, 640, "1"), (105, 640, "Lam duong"), (305, 630, "So Xay dung"),
        (65, 620, "2"), (105, 620, "Lam cau"),
        (65, 600, "3"), (105, 600, "Lam cho"), (305, 600, "So Y te"),
    ]  # fmt: skip
    ys = (595, 615, 635, 655, 675, 695)
    rules = [
        *((60.0, float(y), 500.0, float(y)) for y in ys if y != 635), (60.0, 635.0, 300.0, 635.0),
        (60.0, 595.0, 60.0, 695.0), (500.0, 595.0, 500.0, 695.0),
        *((float(x), 595.0, float(x), 655.0) for x in (100, 300)),
        *((float(x), 675.0, float(x), 695.0) for x in (100, 300)),
    ]  # fmt: skip
    assert lines(read(drawn(texts, rules)).document) == [
        "TT | Viec | Ai", "A. Nhom mot", "1 | Lam duong | So Xay dung", "2 | Lam cau | So Xay dung", "3 | Lam cho | So Y te",
    ]  # fmt: skip


def test_a_table_over_two_pages_whose_sides_are_open_where_the_page_ends() -> None:
    head: list[Text] = [(65, 100, "TT"), (105, 100, "Viec"), (305, 100, "Ai")]
    first = [*head, (65, 80, "1"), (105, 80, "Lam duong"), (305, 80, "So Xay dung")]
    second: list[Text] = [
        (65, 780, "2"),
        (105, 780, "Lam cau"),
        (305, 780, "So Y te"),
        (60, 700, "Het bang."),
    ]
    open_below = [r for r in lined(60, 100, 300, 500, ys=(70, 95, 115)) if r[1] != 70 or r[3] != 70]
    open_above = [r for r in lined(60, 100, 300, 500, ys=(770, 795)) if r[1] != 795 or r[3] != 795]
    document = read(drawn(first, open_below), drawn(second, open_above)).document
    assert lines(document) == [
        "TT | Viec | Ai", "1 | Lam duong | So Xay dung", "2 | Lam cau | So Y te", "Het bang.",
    ]  # fmt: skip
    assert [c.lead is not None and c.lead.of(document.text) for c in document.chunks if "Lam cau" in c.text] in (
        [False], ["TT | Viec | Ai"],
    )  # fmt: skip


def test_words_are_put_in_order_even_where_the_file_draws_them_column_by_column() -> None:
    by_column = sorted(TASKS[1:-1], key=lambda t: (t[0], -t[1]))
    assert lines(read(drawn(by_column, FRAME)).document) == ROWS[1:-1]


NO_TABLES: dict[str, tuple[list[Text], list[Rule]]] = {
    "a frame around text": (TASKS, lined(50, 550, ys=(500, 750))),
    "two columns with a line between": (
        [(65, 700, "Cot mot"), (305, 700, "Cot hai"), (65, 680, "di tiep"), (305, 680, "di tiep")],
        [(60, 720, 550, 720), (300, 600, 300, 720)],
    ),
    "lines below a heading": (TASKS, [(200, 655, 300, 655), (200, 640, 280, 640)]),
    "words across the lines": (
        [(65, 700, "Mot dong chu chay ngang qua"), (65, 680, "va mot dong nua cung the"), (305, 660, "x")],
        lined(60, 95, 300, 550, ys=(650, 675, 690, 715)),
    ),
    "an empty form": ([(65, 750, "Phieu")], lined(60, 100, 300, ys=(600, 650, 700))),
    "steps": (
        TASKS,
        [(60, 700, 500, 700), (60, 600, 60, 700), (60, 650, 200, 650), (200, 600, 200, 650), (60, 600, 500, 600)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_is_no_table_stays_as_it_is(name: str) -> None:
    texts, rules = NO_TABLES[name]
    plain, ruled = read(drawn(texts, [])), read(drawn(texts, rules))
    assert ruled.document.text == plain.document.text
    assert np.array_equal(ruled.words.boxes, plain.words.boxes)


def test_a_letterhead_in_a_grid_is_no_table() -> None:
    texts = ["ỦY BAN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 5", "Hà Nội"]
    page = PrintedPage(
        "\n".join(texts),
        np.array(
            [
                (x + 0.04 * n, y, x + 0.04 * n + 0.03, y + 0.02)
                for text, x, y in zip(texts, (0.1, 0.55) * 2, (0.1, 0.1, 0.2, 0.2), strict=True)
                for n in range(len(text.split()))
            ],
            np.float32,
        ),
        np.full(sum(len(t.split()) for t in texts), np.nan, np.float32),
    )
    rules = Rules(
        np.array([(y, 0.05, 0.95) for y in (0.05, 0.15, 0.25)]),
        np.array([(x, 0.05, 0.25) for x in (0.05, 0.5, 0.95)]),
    )
    assert len(grids_of(rules)[0].cells) == 4
    assert with_tables(page, rules) is page


def test_a_drawing_of_countless_lines_is_no_table() -> None:
    rng = np.random.default_rng(1)
    assert grids_of(Rules(rng.random((5000, 3)), rng.random((5000, 3)))) == []
    assert grids_of(Rules()) == []


def test_rows_open_no_section_and_are_not_joined() -> None:
    texts: list[Text] = [
        (60, 760, "I. DANH MUC VIEC CAN LAM NGAY"),
        (65, 660, "1."), (105, 660, "Lam duong va"), (305, 660, "so xay dung"),
        (65, 640, "2."), (105, 640, "lam cau va"), (305, 640, "so y te"),
        (65, 620, "3."), (105, 620, "Dieu 1. Lam cho"), (305, 620, "so y te"),
        (60, 560, "II. TO CHUC THUC HIEN VIEC NAY"),
        (60, 540, "Cac so bao cao ket qua."),
    ]  # fmt: skip
    document = read(drawn(texts, lined(60, 100, 300, 500, ys=(612, 633, 655, 675)))).document
    assert [s.label for s in document.sections] == ["I", "II"]
    assert "2. | lam cau va | so y te" in lines(document)
