"""The search command line: ``python -m vectorstore search|rebuild``."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from tqdm import tqdm

from ingest.cli import CommandError, Parser, main_guard, read_jsonl, settings_arguments
from vectorstore.filters import Filters, days
from vectorstore.index import SearchIndex, open_index, rebuild_index
from vectorstore.search import Hit, search_sections
from vectorstore.settings import IndexSettings


def build_parser() -> argparse.ArgumentParser:
    """The arguments of this command line; help is in Vietnamese."""
    parser = Parser(prog="python -m vectorstore", description="Tìm đoạn văn trong các tài liệu.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    search = commands.add_parser("search", help="tìm các mục gần câu hỏi nhất")
    search.add_argument("query", nargs="?", help="câu cần tìm")
    search.add_argument("-k", type=int, default=10, help="số kết quả nhiều nhất (mặc định 10)")
    search.add_argument("--json", action="store_true", help="in ra JSON")
    search.add_argument("--batch", type=Path, metavar="TỆP.jsonl", help="tìm cho từng dòng {id, query}")
    search.add_argument("--out", type=Path, metavar="TỆP.jsonl", help="nơi ghi kết quả của --batch")
    limits = search.add_argument_group("chỉ tìm trong (mỗi tuỳ chọn có thể dùng nhiều lần, trừ ngày)")
    limits.add_argument("--document", action="append", default=[], metavar="TÊN", help="tài liệu có tên này")
    limits.add_argument(
        "--section", action="append", default=[], metavar="MỤC", help="mục này và các phần của nó"
    )
    limits.add_argument(
        "--kind", action="append", default=[], metavar="LOẠI", help="loại văn bản, ví dụ “Kế hoạch”"
    )
    limits.add_argument("--issued-from", metavar="NGÀY", help="ban hành từ ngày này, ví dụ 01/01/2023")
    limits.add_argument("--issued-to", metavar="NGÀY", help="ban hành đến hết ngày này")
    settings_arguments(search)
    settings_arguments(commands.add_parser("rebuild", help="lập lại chỉ mục từ các tài liệu đã nạp"))
    return parser


def hit_record(hit: Hit) -> dict[str, Any]:
    """A hit as scripts read it."""
    chunk = hit.passage.chunk
    return {
        "document": hit.passage.document.name,
        "section": chunk.section,
        "page": chunk.page,
        "score": round(hit.score, 6),
        "text": chunk.text,
    }


def run(arguments: argparse.Namespace) -> int:
    """Carry out a parsed command; returns the exit code. Raises CanCuError."""
    settings = IndexSettings(data_dir=arguments.data_dir) if arguments.data_dir else IndexSettings()
    if arguments.command == "rebuild":
        print(f"Đã lập lại chỉ mục: {len(rebuild_index(settings).corpus)} đoạn.")
        return 0
    if arguments.k < 1:
        raise CommandError("Số kết quả -k phải từ 1 trở lên.", "Hãy sửa lại lệnh.")
    if bool(arguments.batch) != bool(arguments.out) or bool(arguments.batch) == bool(arguments.query):
        raise CommandError(
            "Cần một câu cần tìm, hoặc cả --batch và --out.", "Xem: python -m vectorstore search --help"
        )
    filters = _filters(arguments)
    index = open_index(settings)
    if arguments.batch:
        rows = list(read_jsonl(arguments.batch, required=("id", "query")))
        _batch(index, rows, arguments.out, arguments.k, filters)
        return 0
    hits = search_sections(index, arguments.query, arguments.k, filters)
    if arguments.json:
        print(json.dumps([hit_record(hit) for hit in hits], ensure_ascii=False, indent=1))
    else:
        print("\n".join(_shown(hits)) or "Không tìm thấy đoạn nào.")
    return 0


def _filters(arguments: argparse.Namespace) -> Filters:
    begin, end = _days(arguments.issued_from), _days(arguments.issued_to)
    if begin and end and begin[0] > end[1]:
        raise CommandError("Ngày --issued-from sau ngày --issued-to.", "Hãy đổi lại hai ngày.")
    return Filters(
        documents=frozenset(arguments.document),
        sections=frozenset(arguments.section),
        kinds=frozenset(arguments.kind),
        issued_from=begin[0] if begin else None,
        issued_to=end[1] if end else None,
    )


def _days(written: str | None) -> tuple[date, date] | None:
    """The days meant by an argument; None if it was not given. Raises CommandError if it is no date."""
    if written is None:
        return None
    found = days(written)
    if not found:
        raise CommandError(
            f"“{written}” không phải là ngày.",
            "Hãy viết ngày dạng 31/12/2023, tháng dạng 12/2023, hoặc năm 2023.",
        )
    return found


def _batch(index: SearchIndex, rows: list[dict[str, Any]], out: Path, k: int, filters: Filters) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("w", encoding="utf-8") as file:
            for row in tqdm(rows, desc="Tìm", unit="câu", disable=None):
                hits = [hit_record(hit) for hit in search_sections(index, str(row["query"]), k, filters)]
                file.write(json.dumps({"id": row["id"], "hits": hits}, ensure_ascii=False) + "\n")
    except OSError as error:
        raise CommandError(f"Không ghi được tệp {out}.", "Hãy chọn nơi ghi khác bằng --out.") from error


def _shown(hits: list[Hit]) -> Iterator[str]:
    for number, hit in enumerate(hits, 1):
        chunk = hit.passage.chunk
        page = f", trang {chunk.page}" if chunk.page else ""
        yield f"{number}. {hit.passage.document.name}, mục {chunk.section}{page} ({hit.score:.3f})"
        yield f"   {chunk.text[:300]}{'…' if len(chunk.text) > 300 else ''}"


if __name__ == "__main__":
    sys.exit(main_guard(build_parser, run))
