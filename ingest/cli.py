"""What the command lines share: arguments, JSONL files, exit codes made in one place."""

import argparse
import json
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from ingest.errors import CanCuError, UnreadableFileError


class CommandError(CanCuError):
    """A command was given arguments that don't go together."""


# What argparse says of arguments that it can't take, and how the user reads it.
_SAID = tuple(
    (re.compile(said), read)
    for said, read in (
        (r"the following arguments are required: (.+)", r"thiếu \1"),
        (r"unrecognized arguments: (.+)", r"không có tham số \1"),
        (r"ambiguous option: (\S+) could match (.+)", r"\1 có thể là \2"),
        (r"argument (.+?): expected (?:one|at least one|\d+) arguments?", r"sau \1 cần có giá trị"),
        (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1 không nhận \2, chỉ nhận \3"),
        (r"argument (.+?): invalid \S+ value: (.+)", r"\1 không nhận giá trị \2"),
        (r"argument (.+?): not allowed with argument (.+)", r"\1 không dùng cùng \2"),
    )
)


class Parser(argparse.ArgumentParser):
    """An argument parser that tells mistakes as every command does: one line in Vietnamese, exit code 2."""

    def error(self, message: str) -> NoReturn:
        for said, read in _SAID:
            if match := said.fullmatch(message):
                message = match.expand(read)
                break
        self.exit(2, f"Lệnh chưa đúng: {message}. Xem cách dùng: {self.prog} --help\n")


def settings_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments that every command takes."""
    parser.add_argument(
        "--data-dir", type=Path, default=None, metavar="THƯ_MỤC", help="nơi giữ dữ liệu (mặc định ./data)"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="in chi tiết ra stderr")


def read_jsonl(path: Path, required: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file, each with the ``required`` keys.

    Raises UnreadableFileError naming the line that is not one.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                row = json.loads(line)
                if not isinstance(row, dict) or any(key not in row for key in required):
                    raise UnreadableFileError(
                        f"Dòng {number} của {path} thiếu {', '.join(required)}.",
                        "Mỗi dòng phải là một đối tượng JSON.",
                    )
                yield row
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"Tệp {path} không phải văn bản UTF-8.", "Hãy lưu lại tệp theo UTF-8."
        ) from error
    except OSError as error:
        raise UnreadableFileError(f"Không mở được tệp {path}.", "Hãy kiểm tra đường dẫn.") from error
    except ValueError as error:
        raise UnreadableFileError(
            f"Dòng {number} của {path} không phải JSON.", "Hãy sửa lại dòng đó."
        ) from error


def main_guard(
    build_parser: Callable[[], argparse.ArgumentParser], run: Callable[[argparse.Namespace], int]
) -> int:
    """Parse, run, and turn every expected failure into one line on stderr and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    # Nothing leaves the machine unasked.
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    arguments = build_parser().parse_args()
    logging.basicConfig(
        level=logging.INFO if arguments.verbose else logging.ERROR, format="%(name)s: %(message)s"
    )
    try:
        return run(arguments)
    except CanCuError as error:
        logging.getLogger(__name__).info("failed", exc_info=True)
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write(
            "Đã dừng theo yêu cầu. Các tài liệu nạp xong vẫn được giữ; chạy lại lệnh để tiếp tục.\n"
        )
        return 130
    except BrokenPipeError:
        # The reader of our output went away ("| head"); nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
