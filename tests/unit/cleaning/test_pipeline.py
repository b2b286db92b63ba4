"""The pipeline on odd input, and its rules one by one."""

import unicodedata

import pytest

from ingest.cleaning import clean
from ingest.cleaning.blocks import BLOCK_LINES, LONG_LINE, MAX_LINE, blocks_of, lines_of
from ingest.cleaning.checksums import check_files
from ingest.cleaning.stray import illegible
from ingest.cleaning.syllables import MODEL_DIR
from ingest.cleaning.words import is_protected
from ingest.edits import rebuild_original
from ingest.errors import ModelError


@pytest.mark.parametrize(
    "text", ["", "\n\n\n", "   ", "1 2 3\n4 5 6\n", "-----\n*****\n", "\ufffd\ufffd", "🎉 👍"]
)
def test_text_without_words_stays(text: str) -> None:
    assert clean(text).edited.text == text


def test_decomposed_text_is_composed_and_recorded() -> None:
    text = unicodedata.normalize("NFD", "Kế hoạch phát triển kết cấu hạ tầng")
    edited = clean(text).edited
    assert edited.text == unicodedata.normalize("NFC", text)
    assert {edit.rule for edit in edited.edits} == {"unicode"}
    assert rebuild_original(edited.text, edited.edits) == text


def test_a_very_long_line_is_cleaned_whole() -> None:
    line = "Phát triển kêt cấu hạ tâng đồng bộ, hiện đại. " * 2200
    cleaned = clean(line)
    assert len(line) > 100_000
    assert cleaned.edited.text == line.replace("kêt", "kết").replace("tâng", "tầng")


def test_a_line_no_one_reads_passes_through() -> None:
    line = "kêt câu " * (MAX_LINE // 8 + 1)
    assert clean(line).edited.edits == ()


def test_blocks_tile_the_text_by_line_ends_alone() -> None:
    text = "một dòng\n" * (BLOCK_LINES * 3 + 5) + "cuối"
    found = list(blocks_of(lines_of([text])))
    assert "".join(found) == text
    assert [block.count("\n") for block in found] == [BLOCK_LINES, BLOCK_LINES, BLOCK_LINES + 5]
    assert list(blocks_of(lines_of([""]))) == []


def test_a_long_line_is_a_block_by_itself() -> None:
    lines = ["ngắn\n"] * 70 + ["dài " * LONG_LINE + "\n"] + ["ngắn\n"] * 3
    found = list(blocks_of(lines))
    assert "".join(found) == "".join(lines)
    assert [block.count("\n") for block in found] == [70, 1, 3]


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_lines_do_not_depend_on_the_pieces_of_the_file(size: int) -> None:
    text = "một\r\n\nhai\n" * 50 + "ba"
    pieces = (text[i : i + size] for i in range(0, len(text), size))
    assert list(lines_of(pieces)) == text.splitlines(keepends=True)


def test_an_endless_line_comes_in_pieces_none_of_which_is_cleaned() -> None:
    pieces = ["một\n", *["kêt câu " * (MAX_LINE // 16)] * 7, "\nhai"]
    found = list(lines_of(pieces))
    assert "".join(found) == "".join(pieces)
    assert (found[0], found[-1]) == ("một\n", "hai")
    assert len(found) > 3
    assert all(MAX_LINE < len(line) <= 3 * MAX_LINE for line in found[1:-1])


@pytest.mark.parametrize(
    "chunk",
    ["29-NQ/TW", "21-CTr/TƯ", "QĐ-TTg", "2030,", "(a1)", "T/M", "www.chinhphu.vn", "KL/TW", "NĐ-CP", "H5N1"],
)
def test_protected_chunks(chunk: str) -> None:
    assert is_protected(chunk)


@pytest.mark.parametrize("chunk", ["hoạch", "Hà", "Nội-Hải", "kinh-tế", "UBND", "IV-", "(BIM)", "ừách"])
def test_chunks_that_may_be_read(chunk: str) -> None:
    assert not is_protected(chunk)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("SỐ 4^5 - KH/TU", ["4^5"]),
        ("ngày zs tháng 6 năm 2024", ["zs"]),
        ("ngày 2S tháng O6 năm 2024", []),
        ("ngày ... tháng ... năm 2024", []),
        ("ngày nào tháng nào năm 2024", []),
        ("số 12/2024/NĐ-CP ngày 5/6/2024", []),
    ],
)
def test_what_cannot_be_read_is_marked(text: str, marks: list[str]) -> None:
    assert [span.of(text) for span in illegible(text)] == marks


def test_the_style_of_tone_marks_follows_the_document() -> None:
    older = "Xây dựng đời sống văn hóa, bảo đảm hòa bình. Nền van hoa dân tộc."
    newer = older.replace("óa", "oá").replace("òa", "oà")
    assert "nền văn hóa dân tộc" in clean(older).edited.text.lower()
    assert "nền văn hoá dân tộc" in clean(newer).edited.text.lower()


def test_a_number_range_keeps_its_mark() -> None:
    text = "thời kỳ 2021 ~ 2030 và các năm sau"
    assert clean(text).edited.text == text


def test_the_bundled_model_is_whole() -> None:
    check_files(MODEL_DIR)
    assert sum(path.stat().st_size for path in MODEL_DIR.iterdir()) < 20_000_000


def test_a_damaged_model_is_a_clear_error(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("model")
    with pytest.raises(ModelError, match="thiếu hoặc hỏng"):
        check_files(folder)
    (folder / "SHA256SUMS").write_text("0" * 64 + "  a.npz\n", encoding="utf-8")
    (folder / "a.npz").write_bytes(b"x")
    with pytest.raises(ModelError, match=r"a\.npz"):
        check_files(folder)
