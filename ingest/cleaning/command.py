"""``python -m ingest clean INPUT --out OUTPUT``: files of text cleaned, each change listed beside."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from ingest.cleaning.decoding import decode
from ingest.cleaning.pipeline import blocks, clean_block
from ingest.edits import Edit
from ingest.errors import CanCuError, UnreadableFileError

_SHOW_EVERY = 50
"""Blocks of a long file between two signs of progress."""


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
    """Clean one file; the number of edits. Raises UnreadableFileError, CanCuError."""
    try:
        decoded = decode(source.read_bytes(), source.name)
    except OSError as error:
        raise UnreadableFileError(f"Không mở được {source}.", "Hãy kiểm tra tên và quyền đọc tệp.") from error
    if decoded.note:
        _say(f"{source.name}: {decoded.note}")
    text_read = decoded.text
    if decoded.encoding == "utf-8-sig":
        # Offsets count in the file read as UTF-8, where its mark is a character like the others.
        text_read = "\ufeff" + text_read
    count = 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(target.name + ".part")
        log = target.with_name(f"{target.stem}.edits.jsonl")
        with draft.open("w", encoding="utf-8", newline="") as text, log.open("w", encoding="utf-8") as edits:
            for number, (start, block) in enumerate(blocks(text_read), start=1):
                done = clean_block(block).edited
                text.write(done.text)
                edits.writelines(_lines(done.edits, start))
                count += len(done.edits)
                if number % _SHOW_EVERY == 0:
                    _say(f"{source.name}: {100 * start // len(text_read)} %")
        draft.replace(target)
    except OSError as error:
        raise CanCuError(f"Không ghi được {target}.", "Hãy kiểm tra quyền ghi và dung lượng đĩa.") from error
    return count


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
    sys.stderr.write(message + "\n")
