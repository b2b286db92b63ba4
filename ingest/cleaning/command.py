"""``python -m ingest clean INPUT --out OUTPUT``: files of text cleaned, each change listed beside."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from tqdm import tqdm

from ingest.cleaning.blocks import MAX_LINE, blocks_of
from ingest.cleaning.decoding import Encoding, Source, file_source, lines_in, recognised
from ingest.cleaning.pipeline import clean_blocks
from ingest.edits import Edit
from ingest.errors import CanCuError, UnreadableFileError

_PROGRESS_AFTER = 2.0
"""Seconds a file takes before its progress is shown."""
_PROGRESS_EVERY = (0.2, 10.0)
"""Seconds between two signs of progress: on a terminal, and in a log."""


def clean_path(source: Path, target: Path) -> int:
    """Clean a .txt file to a file, or a folder of them to a folder; the exit code of the command.

    A file that can't be read is told in one line on stderr and left out; the code is then 1.
    """
    try:
        jobs = _jobs(source, target)
    except CanCuError as error:
        _say(str(error))
        return 1
    failed = 0
    for number, (file, out) in enumerate(jobs, start=1):
        try:
            count = clean_file(file, out)
        except CanCuError as error:
            failed += 1
            _say(f"{file}: {error}")
        else:
            _say(f"[{number}/{len(jobs)}] {file.name}: {count} chỗ sửa")
    return 1 if failed else 0


def clean_file(source: Path, target: Path) -> int:
    """Clean one file block by block; the number of edits. Raises UnreadableFileError, CanCuError.

    Both files that it writes are there whole or not at all.
    """
    data = file_source(source)
    try:
        encoding = recognised(data, source.name)
        characters = sum(map(len, lines_in(data, encoding, source.name)))
    except OSError as error:
        raise UnreadableFileError(f"Không mở được {source}.", "Hãy kiểm tra tên và quyền đọc tệp.") from error
    if encoding.note:
        _say(f"{source.name}: {encoding.note}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with ExitStack() as drafts:
            text = drafts.enter_context(_draft(target))
            edits = drafts.enter_context(_draft(target.with_name(f"{target.stem}.edits.jsonl")))
            with _progress(source.name, characters) as bar:
                return _clean_blocks(_blocks(data, encoding, source.name), text, edits, bar)
    except OSError as error:
        raise CanCuError(f"Không ghi được {target}.", "Hãy kiểm tra quyền ghi và dung lượng đĩa.") from error


def _blocks(data: Source, encoding: Encoding, file_name: str) -> Iterator[str]:
    lines = lines_in(data, encoding, file_name)
    if encoding.name == "utf-8-sig":
        # Offsets count in the file read as UTF-8, where its mark is a character like the others.
        lines = (("\ufeff" if number == 0 else "") + line for number, line in enumerate(lines))
    return blocks_of(lines)


def _clean_blocks(blocks: Iterable[str], text: TextIO, edits: TextIO, bar: "tqdm[None]") -> int:
    """Clean every block into ``text``, its edits into ``edits``; the number of edits."""
    count = 0
    endless = False
    for start, cleaned in clean_blocks(blocks):
        done = cleaned.edited
        if len(done.original) > MAX_LINE and not endless:
            _say(f"Dòng ở ký tự {start + 1} dài quá {MAX_LINE:,} ký tự: giữ nguyên.".replace(",", "."))
        endless = len(done.original) > MAX_LINE
        text.write(done.text)
        edits.writelines(_lines(done.edits, start))
        count += len(done.edits)
        bar.update(len(done.original))
    return count


@contextmanager
def _draft(target: Path) -> Iterator[TextIO]:
    """A file to write that takes the name ``target`` when all is written, and goes if it isn't."""
    draft = target.with_name(target.name + ".part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            yield file
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _progress(name: str, characters: int) -> "tqdm[None]":
    """A bar on stderr that counts characters; in a log it is drawn now and then, and stays."""
    in_log = not sys.stderr.isatty()
    return tqdm(
        total=characters,
        desc=name,
        unit=" ký tự",
        unit_scale=True,
        delay=_PROGRESS_AFTER,
        mininterval=_PROGRESS_EVERY[in_log],
        leave=in_log,
    )


def _jobs(source: Path, target: Path) -> list[tuple[Path, Path]]:
    """Which file goes where. Raises UnreadableFileError."""
    if source.is_dir():
        files = sorted(p for p in source.iterdir() if p.is_file() and p.suffix.lower() == ".txt")
        if not files:
            raise UnreadableFileError(f"Thư mục {source} không có tệp .txt.", "Hãy chọn thư mục khác.")
        if target.exists() and not target.is_dir():
            raise UnreadableFileError(f"{target} là một tệp.", "Hãy cho tên một thư mục để ghi vào.")
        return [(file, target / file.name) for file in files]
    if not source.exists():
        raise UnreadableFileError(f"Không có {source}.", "Hãy kiểm tra lại đường dẫn.")
    if target.is_dir():
        raise UnreadableFileError(f"{target} là một thư mục.", "Hãy cho tên một tệp để ghi vào.")
    return [(source, target)]


def _lines(edits: Iterable[Edit], offset: int) -> Iterable[str]:
    for edit in edits:
        row = {
            "start": edit.span.start + offset,
            "end": edit.span.end + offset,
            "original": edit.original,
            "replacement": edit.replacement,
            "rule": edit.rule,
            "confidence": edit.confidence,
        }
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _say(message: str) -> None:
    tqdm.write(message, file=sys.stderr)
