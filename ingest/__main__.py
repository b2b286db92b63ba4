"""The ingest command line: ``python -m ingest add|list|remove|relations|clean|corrections``.

This file puts the packages together (files from ``ingest``, indexes from ``vectorstore``), so it
alone in this package may import the layer above.
"""

import argparse
import shutil
import sys
from pathlib import Path
from typing import Self

from tqdm import tqdm

from ingest.cli import CommandError, Parser, main_guard, settings_arguments
from ingest.corrections_list import listing
from ingest.documents import Document
from ingest.intake import Bundle, Given, Index, Outcome, Status, add_files, collect, remove_document
from ingest.library import Library
from ingest.readers.watch import Progress, Watch
from ingest.relations_command import print_relations
from ingest.review import decide, list_corrections


def build_parser() -> argparse.ArgumentParser:
    """The arguments of this command line; help is in Vietnamese."""
    parser = Parser(prog="python -m ingest", description="Nạp và quản lý tài liệu.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    add = commands.add_parser("add", help="nạp tệp hoặc thư mục (.pdf .docx .txt)")
    add.add_argument("paths", nargs="+", type=Path, metavar="ĐƯỜNG_DẪN")
    add.add_argument(
        "--as",
        dest="name",
        metavar="TÊN",
        help="gộp các tệp, theo đúng thứ tự đã ghi, thành một văn bản có tên này",
    )
    settings_arguments(add)
    settings_arguments(commands.add_parser("list", help="liệt kê tài liệu đã nạp"))
    remove = commands.add_parser("remove", help="gỡ tài liệu")
    remove.add_argument("names", nargs="+", metavar="TÊN")
    settings_arguments(remove)
    related = commands.add_parser(
        "relations", help="văn bản nào dẫn, thay thế, sửa đổi văn bản nào; còn thiếu gì"
    )
    related.add_argument("--json", action="store_true", help="in thành JSON")
    settings_arguments(related)
    clean = commands.add_parser("clean", help="sửa lỗi nhận dạng chữ của tệp .txt, ghi lại từng chỗ sửa")
    clean.add_argument("input", type=Path, metavar="VÀO", help="tệp .txt, hoặc thư mục có các tệp .txt")
    clean.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="RA",
        help="tệp (hay thư mục) ghi văn bản đã sửa; cạnh TÊN.txt là TÊN.edits.jsonl ghi từng chỗ sửa",
    )
    settings_arguments(clean)
    corrections = commands.add_parser(
        "corrections",
        help="xem, nhận hoặc bỏ các chỗ sửa của một tài liệu",
        description="Liệt kê các chỗ máy đã sửa và các chỗ đề nghị sửa trong một tài liệu đã nạp, "
        "hoặc nhận hay bỏ những chỗ có mã cho trước. Quyết định được giữ khi nạp lại tài liệu.",
    )
    corrections.add_argument("name", metavar="TÊN", help="tên tài liệu, như lệnh list in ra")
    corrections.add_argument("--accept", nargs="+", default=[], metavar="MÃ", help="nhận các chỗ sửa")
    corrections.add_argument("--reject", nargs="+", default=[], metavar="MÃ", help="bỏ các chỗ sửa")
    settings_arguments(corrections)
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Carry out a parsed command; returns the exit code. Raises CanCuError."""
    if arguments.command == "clean":
        from ingest.cleaning.command import clean_path

        return clean_path(arguments.input, arguments.out)
    # Imported here: cleaning a file needs no index and no model.
    from vectorstore.index import open_index
    from vectorstore.settings import IndexSettings

    settings = IndexSettings(data_dir=arguments.data_dir) if arguments.data_dir else IndexSettings()
    library = Library(settings.data_dir)
    if arguments.command == "list":
        return _list(library)
    if arguments.command == "relations":
        print_relations(list(library.documents()), as_json=arguments.json)
        return 0
    if arguments.command == "corrections" and not (arguments.accept or arguments.reject):
        return _corrections(_named(library, arguments.name), library)
    if arguments.command == "add":
        files = _given(arguments.paths, arguments.name)
        return _add(files, library, open_index(settings))
    index = open_index(settings)
    with library.locked():
        if arguments.command == "corrections":
            document = decide(
                _named(library, arguments.name), arguments.accept, arguments.reject, library, index
            )
            print(f"{document.name}: đã ghi nhận và nạp lại ({_counts(document)})")
            return 0
        by_name = {document.name: document for document in library.documents()}
        missing = [name for name in arguments.names if name not in by_name]
        for name in arguments.names:
            if name in by_name:
                remove_document(by_name[name], library, index)
                print(f"{name}: đã gỡ")
    if missing:
        raise CommandError(
            f"Không có tài liệu {', '.join(missing)}.", "Xem tên tài liệu: python -m ingest list"
        )
    return 0


def _given(paths: list[Path], name: str | None) -> list[Given]:
    """What becomes a document each: every file, or all of them together. Raises CommandError."""
    if name is None:
        files, passed = collect(paths)
        for path in passed:
            print(f"{path}: bỏ qua (chỉ đọc .pdf, .docx, .txt và register.yaml)")
        return [*files]
    folder = next((path for path in paths if path.is_dir()), None)
    if folder is not None:
        raise CommandError(f"{folder} là thư mục.", "Với --as hãy ghi từng tệp theo thứ tự cần gộp.")
    if not name.strip():
        raise CommandError("Tên văn bản sau --as để trống.", "Hãy đặt tên cho văn bản gộp.")
    return [Bundle(" ".join(name.split()), tuple(paths))]


def _add(files: list[Given], library: Library, index: Index) -> int:
    failed = False
    waiting = _Once("Đang đợi một lượt nạp khác xong…")
    with _PageBar() as pages, tqdm(total=len(files), desc="Nạp", disable=None) as bar:
        for outcome in add_files(files, library, index, Watch(pages.show, on_wait=waiting.say)):
            tqdm.write(_line(outcome), file=sys.stderr if outcome.error else sys.stdout)
            failed = failed or outcome.status is Status.FAILED
            bar.update()
    return int(failed)


class _Once:
    """A sentence on stderr that is said only once."""

    def __init__(self, text: str) -> None:
        self._text = text

    def say(self) -> None:
        if self._text:
            tqdm.write(self._text, file=sys.stderr)
        self._text = ""


class _PageBar:
    """A bar for the pages of the scan that is being recognised; none where nobody watches."""

    def __init__(self) -> None:
        self._bar: tqdm | None = None
        self._name = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, progress: Progress) -> None:
        if self._bar is None or self._name != progress.file_name:
            self.__exit__()
            self._name = progress.file_name
            self._bar = tqdm(
                total=progress.total,
                initial=progress.done,
                desc=f"Nhận dạng {progress.file_name}",
                unit="trang",
                leave=False,
                disable=None,
            )
        self._bar.update(progress.done - self._bar.n)


def _named(library: Library, name: str) -> Document:
    document = next((d for d in library.documents() if d.name == name), None)
    if document is None:
        raise CommandError(f"Không có tài liệu {name}.", "Xem tên tài liệu: python -m ingest list")
    return document


def _corrections(document: Document, library: Library) -> int:
    corrections = list_corrections(document, library.data_dir)
    for line in listing(document.name, corrections, shutil.get_terminal_size().columns):
        print(line)
    return 0


def _line(outcome: Outcome) -> str:
    if outcome.document is None:
        return f"{outcome.path}: {outcome.status.value}: {outcome.error}"
    same = outcome.status is Status.UNCHANGED and outcome.document.name not in (
        outcome.path.name.rsplit(".", 1)[0], str(outcome.path)
    )  # fmt: skip
    known = f", đã có với tên {outcome.document.name}" if same else ""
    return f"{outcome.path}: {outcome.status.value}{known} ({_counts(outcome.document)})"


def _counts(document: Document) -> str:
    pages = f"{len(document.parts)} tệp, " if document.parts else ""
    pages += f"{len(document.pages)} trang, " if document.pages else ""
    return f"{pages}{len(document.sections)} mục, {len(document.chunks)} đoạn, {len(document.edits)} chỗ sửa"


def _list(library: Library) -> int:
    documents = list(library.documents())
    for document in documents:
        print(f"{document.name}: {document.title} ({_counts(document)})")
        for item in library.earlier(document.id):
            print(f"  bản trước: {item.document.file_name}, được thay ngày {item.on}")
    if not documents:
        print("Chưa có tài liệu nào. Nạp bằng lệnh: python -m ingest add TỆP")
    return 0


if __name__ == "__main__":
    sys.exit(main_guard(build_parser, run))
