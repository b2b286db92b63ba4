"""One document made of several files: one text, pages numbered through, all files kept, whole or not at all."""

import io
import threading
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from ingest.documents import Document
from ingest.hand import hand_edit
from ingest.intake import Bundle, Outcome, Status, add_files, remove_document
from ingest.library import Library
from ingest.pipeline import read_again
from ingest.readers import recognition, several, tesseract
from ingest.readers.pages import page_image
from ingest.readers.printed import PrintedPage
from ingest.readers.several import SHEET, hash_of
from ingest.readers.watch import QUIET, CancelledError, Progress, Watch
from ingest.review import correct
from ingest.spans import Span
from tests.unit.ingest.test_readers import pdf, word
from tests.unit.ingest.test_scans import page, stacked
from tests.unit.ingest.test_versions import Index

ANNEX = [
    "PHỤ LỤC",
    "Điều 1. Danh mục dự án",
    "Đường ven biển đoạn qua thành phố Hạ Long dài 12 km, xong trong năm 2026.",
]
NOTE = "GHI CHÚ\nNơi nhận: các sở, ngành.\nVăn bản này được sao gửi các địa phương.\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "data")


def bundle(folder: Path, name: str = "Kế hoạch 5.2024", **files: bytes) -> Bundle:
    """Files by name, "__" for the dot of their ending, as one document."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for given, data in files.items():
        paths.append(folder / given.replace("__", "."))
        paths[-1].write_bytes(data)
    return Bundle(name, tuple(paths))


def add(library: Library, given: Bundle, index: Index | None = None, watch: Watch = QUIET) -> Outcome:
    [outcome] = add_files([given], library, index or Index(), watch)
    return outcome


@cache
def annex() -> bytes:
    return word(*ANNEX)


def mixed(folder: Path, **how: str) -> Bundle:
    return bundle(
        folder,
        **how,
        chinh__pdf=pdf(["Ke hoach trang mot", "Ke hoach trang hai"]),
        phu_luc__docx=annex(),
        ghi_chu__txt=NOTE.encode(),
        bang__pdf=pdf(["Bang so lieu"]),
    )


def made(outcome: Outcome) -> Document:
    assert outcome.document is not None, outcome.error
    return outcome.document


def test_kinds_are_mixed_and_pages_numbered_through(library: Library, tmp_path: Path) -> None:
    document = made(add(library, mixed(tmp_path)))
    assert (document.name, document.file_name) == ("Kế hoạch 5.2024",) * 2
    assert [(p.file_name, p.pages) for p in document.parts] == [
        ("chinh.pdf", 2), ("phu_luc.docx", 1), ("ghi_chu.txt", 1), ("bang.pdf", 1)
    ]  # fmt: skip
    assert [p.number for p in document.pages] == [1, 2, 3, 4, 5]
    assert [p.own for p in document.pages] == [True, True, False, False, True]
    assert [0, *(p.span.end for p in document.pages)] == [
        *(p.span.start for p in document.pages), len(document.text)
    ]  # fmt: skip
    for words, number, file, there in (
        ("trang hai", 2, "chinh.pdf", 2),
        ("Đường ven biển", 3, "phu_luc.docx", 1),
        ("sao gửi", 4, "ghi_chu.txt", 1),
        ("Bang so", 5, "bang.pdf", 1),
    ):
        position = document.text.index(words)
        assert document.file_at(position) == file
        assert document.place_of(number)[1:] == (file, there)
        cited = document.page_at(position)
        assert (cited.number if cited else None) == (number if file.endswith("pdf") else None)
    assert {c.page for c in document.chunks if "Đường ven biển" in c.text} == {None}
    assert all(c.span.of(document.text) == c.text for c in document.chunks)


def test_words_and_pictures_are_those_of_the_right_file(library: Library, tmp_path: Path) -> None:
    document = made(add(library, mixed(tmp_path)))
    words = list(library.words(document))
    assert {w.page for w in words} == {1, 2, 5}
    assert [w.span.of(document.original) for w in words if w.page == 5] == ["Bang", "so", "lieu"]
    part, _, number = document.place_of(5)
    assert (part, number) == (3, 1)
    assert library.file_path(document, part).read_bytes() == (tmp_path / "bang.pdf").read_bytes()
    picture = Image.open(io.BytesIO(page_image(library.file_path(document, part), number, dpi=50)))
    assert picture.width > 100
    assert library.contents(document) == tuple(p.read_bytes() for p in mixed(tmp_path).paths)


def test_the_same_files_change_nothing_and_another_order_is_another_document(
    library: Library, tmp_path: Path
) -> None:
    given, index = mixed(tmp_path), Index()
    first = made(add(library, given, index))
    assert add(library, given, index).status is Status.UNCHANGED
    renamed = mixed(tmp_path / "khac", name="Tên khác")
    again = add(library, renamed, index)
    assert (again.status, made(again).id) == (Status.UNCHANGED, first.id)
    turned = add(library, Bundle(given.name, given.paths[::-1]), index)
    assert turned.status is Status.REPLACED
    assert library.ids() == index.ids == {made(turned).id} != {first.id}
    assert [r.document.id for r in library.earlier(made(turned).id)] == [first.id]
    library.mend()
    assert len(library.contents(first)) == 4, "the earlier version keeps its files"
    remove_document(made(turned), library, index)
    assert not library.ids() and not index.ids
    assert not list((library.data_dir / "files").iterdir())


def test_a_paper_cut_into_files_reads_like_the_whole(library: Library, tmp_path: Path) -> None:
    lines = ["Ke hoach trang mot", "Ke hoach trang hai", "Ke hoach trang ba"]
    parts = made(
        add(library, bundle(tmp_path, **{f"t{n}__pdf": pdf([line]) for n, line in enumerate(lines)}))
    )
    (tmp_path / "ca.pdf").write_bytes(pdf(lines))
    [outcome] = add_files([tmp_path / "ca.pdf"], library, Index())
    whole = made(outcome)
    assert (parts.original, parts.text, parts.pages) == (whole.original, whole.text, whole.pages)
    assert list(library.words(parts)) == list(library.words(whole))


def test_no_file_bears_the_name_of_several() -> None:
    assert hash_of([b"a"]) != hash_of([b"a", b"b"]) != hash_of([b"b", b"a"])


def test_it_is_made_again_from_what_is_kept(library: Library, tmp_path: Path) -> None:
    document = made(add(library, mixed(tmp_path)))
    assert read_again(document, library).document == document
    start = document.text.index("ven biển")
    edit = hand_edit(document, Span(start, start + 8), "ven biển", "ven bờ", digits=False)
    again = correct(document, edit, library, Index())
    assert "Đường ven bờ đoạn" in again.text
    assert again.parts == document.parts and again.pages[4].own
    assert len(library.words(again)) == len(library.words(document))


def test_a_long_word_file_lies_on_sheets_whose_numbers_are_nothing_to_cite(
    library: Library, tmp_path: Path
) -> None:
    long = word(*(f"Đoạn {n} của phụ lục, dài một dòng hay hơn thế một chút." for n in range(200)))
    document = made(add(library, bundle(tmp_path, a__docx=long, b__pdf=pdf(["Trang cuoi"]))))
    sheets = document.pages[:-1]
    assert len(sheets) > 3 and not any(p.own for p in sheets)
    assert all(len(p.span) <= SHEET * 1.4 for p in sheets)
    assert all(document.text[p.span.start :].startswith("Đoạn ") for p in sheets)
    assert document.place_of(len(document.pages))[1:] == ("b.pdf", 1)


BAD = {
    "encrypted": (pdf(["Mot"], password="mk"), "hong.pdf có mật khẩu"),
    "damaged": (b"%PDF-1.4\nrac", "hong.pdf"),
    "empty": (b"", "hong.pdf rỗng"),
    "without text": (pdf([""]), "hong.pdf"),
    "the same twice": (pdf(["Trang mot"]), "hong.pdf giống hệt tệp tot.pdf"),
    "another kind": (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "hong.pdf có đuôi .pdf nhưng nội dung là ảnh"),
}


@pytest.mark.parametrize(("data", "told"), BAD.values(), ids=BAD)
def test_one_bad_part_refuses_the_whole_and_is_named(
    data: bytes, told: str, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "recognise", lambda *_: page(confidence=0.9))
    given = bundle(tmp_path, tot__pdf=pdf(["Trang mot"]), hong__pdf=data, sau__txt=NOTE.encode())
    outcome = add(library, given)
    assert outcome.status is Status.FAILED
    assert told in outcome.error
    assert not library.ids()
    assert not list((library.data_dir / "files").glob("*"))


def test_one_file_or_a_missing_one_makes_no_bundle(library: Library, tmp_path: Path) -> None:
    assert "từ 2 đến" in add(library, bundle(tmp_path, a__txt=NOTE.encode())).error
    gone = Bundle("a", (tmp_path / "a.txt", tmp_path / "khong-co.txt"))
    assert "khong-co.txt" in add(library, gone).error
    blank = bundle(tmp_path, a__txt=NOTE.encode(), b__docx=word(""))
    assert "Tệp b.docx không có chữ" in add(library, blank).error


def test_what_is_printed_on_every_page_is_told_over_all_files(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages scanned into a file each: the sentence goes on, "2" in the margin is no text."""
    layers = iter(
        [page("Ủy ban nhân dân tỉnh chỉ đạo các sở,", first=0.8)]
        + [stacked(page(str(n), first=0.03), page("ban, ngành thực hiện Kế hoạch này.")) for n in (2, 3, 4)]
    )
    monkeypatch.setattr(several, "text_layers", lambda *_: [next(layers)])
    files = {f"t{n}__pdf": pdf([f"{n}"]) for n in range(1, 5)}
    document = made(add(library, bundle(tmp_path, **files)))
    assert [(a.page, a.text) for a in document.asides] == [(2, "2"), (3, "3"), (4, "4")]
    assert document.text.startswith("Ủy ban nhân dân tỉnh chỉ đạo các sở, ban, ngành thực hiện")


class TestRecognition:
    @pytest.fixture(autouse=True)
    def fake(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Files of scanned pages, and a recogniser that reads a file's name off it."""
        self.read: list[str] = []
        self.fail_at = ""
        blank = PrintedPage("", page().boxes, page().confidences, recognised=True)
        monkeypatch.setattr(several, "text_layers", lambda data, *_: [blank] * data.count(b"/Page "))

        def recognised(file: Path, number: int, name: str, watch: Watch) -> PrintedPage:
            if watch.cancelled():
                raise CancelledError(name)
            if name == self.fail_at:
                raise tesseract.RecogniserMissingError
            self.read.append(f"{name} {number}")
            return page(f"Chữ của {name} trang {number}", confidence=0.9)

        monkeypatch.setattr(recognition, "_recognised", recognised)
        monkeypatch.setattr(tesseract, "version", lambda: "0")

    def scans(self, folder: Path, pages: int = 1) -> Bundle:
        return bundle(folder, **{f"t{n}__pdf": pdf([f"{n}"] * pages) for n in range(1, 4)})

    @pytest.mark.parametrize("pages", [1, 2])
    def test_pages_are_counted_over_all_files(self, pages: int, library: Library, tmp_path: Path) -> None:
        told: list[Progress] = []
        document = made(add(library, self.scans(tmp_path, pages), watch=Watch(told.append)))
        assert len(document.pages) == 3 * pages
        assert {p.total for p in told} == {3 * pages}
        assert {p.file_name for p in told} == {"Kế hoạch 5.2024"}
        counts = [p.done for p in told]
        assert counts[-1] == 3 * pages and all(a <= b for a, b in pairwise(counts))
        assert told[-1].seconds_left == 0
        for n in range(1, 3 * pages + 1):
            _, file, number = document.place_of(n)
            assert f"Chữ của {file} trang {number}" in document.pages[n - 1].span.of(document.text)
        assert not list((library.data_dir / "pages").iterdir())

    def test_a_run_that_failed_goes_on_even_in_another_order(self, library: Library, tmp_path: Path) -> None:
        self.fail_at = "t3.pdf"
        given = self.scans(tmp_path)
        assert add(library, given).status is Status.FAILED
        assert not library.ids()
        first, self.read, self.fail_at = {*self.read}, [], ""
        turned = Bundle(given.name, given.paths[::-1])
        assert add(library, turned).status is Status.ADDED
        assert "t3.pdf 1" in self.read
        assert not first & {*self.read}, "a page that was done is not done again"

    def test_others_write_and_search_while_pages_are_recognised(
        self, library: Library, tmp_path: Path
    ) -> None:
        other = tmp_path / "khac.txt"
        other.write_text("Điều 1. Văn bản khác\nNội dung khác.", encoding="utf-8")
        index, seen = Index(), []

        def meanwhile() -> None:
            with library.locked(0.1):
                seen.append("free")
            seen.extend(o.status.name for o in add_files([other], library, index))

        def progress(told: Progress) -> None:
            if not seen:
                thread = threading.Thread(target=meanwhile)
                thread.start()
                thread.join(10)

        assert add(library, self.scans(tmp_path), index, Watch(progress)).status is Status.ADDED
        assert seen == ["free", "ADDED"]
        assert len(library.ids()) == len(index.ids) == 2


def test_the_same_file_put_in_by_another_run_meanwhile_is_one_document(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Điều 1. Một\nNội dung.", encoding="utf-8")
    index = Index()
    answers: Iterator[bool] = iter([False])

    def cancelled() -> bool:
        # asked before the file is read: another run is faster
        thread = threading.Thread(target=lambda: list(add_files([path], library, index)))
        thread.start()
        thread.join(10)
        return next(answers)

    [outcome] = add_files([path], library, index, Watch(cancelled=cancelled))
    assert outcome.status is Status.UNCHANGED
    assert len(library.ids()) == 1
