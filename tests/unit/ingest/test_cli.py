"""Arguments that a command line can't take."""

import pytest

from ingest.cli import Parser


def _parser() -> Parser:
    parser = Parser(prog="python -m thử")
    lines = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    add = lines.add_parser("add")
    add.add_argument("paths", nargs="+", metavar="ĐƯỜNG_DẪN")
    add.add_argument("-k", type=int)
    add.add_argument("--kind", choices=["qa", "outline"])
    return parser


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "thiếu LỆNH"),
        (["add"], "thiếu ĐƯỜNG_DẪN"),
        (["add", "a", "--nothing"], "không có tham số --nothing"),
        (["add", "a", "-k"], "sau -k cần có giá trị"),
        (["add", "a", "-k", "năm"], "-k không nhận giá trị 'năm'"),
        (["add", "a", "--kind", "x"], "--kind không nhận 'x'"),
        (["bay"], "LỆNH không nhận 'bay'"),
    ],
)
def test_a_mistake_is_one_line_of_vietnamese(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        _parser().parse_args(arguments)
    error = capsys.readouterr().err
    assert stopped.value.code == 2
    assert told in error
    assert error.count("\n") == 1
    assert "usage" not in error
    assert "--help" in error
