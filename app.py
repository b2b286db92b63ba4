"""Starts the web chat: ``python app.py [--data-dir DIR] [--port N]``."""

import argparse
import os
import sys

from assistant.settings import load
from ingest.cli import Parser, main_guard, settings_arguments


def build_parser() -> argparse.ArgumentParser:
    """The arguments of the app; help is in Vietnamese."""
    parser = Parser(prog="python app.py", description="Mở trang hỏi đáp trên các văn bản đã nạp.")
    parser.add_argument(
        "--host", default=None, metavar="ĐỊA_CHỈ", help="địa chỉ lắng nghe (mặc định CANCU_HOST)"
    )
    parser.add_argument("--port", type=int, default=None, metavar="CỔNG", help="cổng (mặc định CANCU_PORT)")
    settings_arguments(parser)
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Open the assistant and serve the page until stopped. Raises CanCuError."""
    # Gradio reads it on import, so it is set before the page's modules are.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from assistant.web.server import serve

    given = {"host": arguments.host, "port": arguments.port}
    serve(load(arguments.data_dir, **{name: value for name, value in given.items() if value is not None}))
    return 0


if __name__ == "__main__":
    sys.exit(main_guard(build_parser, run))
