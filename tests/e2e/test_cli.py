"""The command lines as scripts use them: outputs, exit codes, one Vietnamese line for a fault."""

import importlib
import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from ingest.cli import main_guard
from tests.fakes import make_tiny_model
from tests.paths import PLAN, REGISTER, ROOT

LAW = "LUẬT DU LỊCH\nĐiều 1. Phạm vi điều chỉnh\nLuật này quy định về tài nguyên du lịch.\nĐiều 2. Quyền của khách du lịch\n1. Sử dụng dịch vụ du lịch.\n2. Yêu cầu cung cấp thông tin.\n"
Done = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_model(tmp_path_factory.mktemp("model"), PLAN.read_text(encoding="utf-8") + LAW)


@pytest.fixture(scope="module")
def environment(model: Path) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("CANCU_")}
    return {**clean, "CANCU_EMBEDDING_MODEL": str(model), "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """A data directory with the plan, the register and a law, made by the command line."""
    folder = tmp_path_factory.mktemp("corpus")
    documents = folder / "documents"
    documents.mkdir()
    (documents / "luat-du-lich.txt").write_text(LAW, encoding="utf-8")
    (documents / PLAN.name).write_bytes(PLAN.read_bytes())
    (documents / REGISTER.name).write_bytes(REGISTER.read_bytes())
    (documents / "anh.png").write_bytes(b"\x89PNG")
    (documents / "rong.txt").write_bytes(b"")
    done = spawn(environment, "ingest", "add", documents, "--data-dir", folder / "data")
    assert done.returncode == 1, done.stderr  # rong.txt failed, the others went in
    assert [line.split("/")[-1] for line in done.stdout.splitlines() if "anh.png" in line]
    assert sum("đã nạp" in line for line in done.stdout.splitlines()) == 3
    assert "rong.txt" in done.stderr
    return folder / "data"


def run(environment: dict[str, str], package: str, *arguments: object) -> Done:
    """A command in this process, which has the libraries loaded already."""
    module = importlib.import_module(f"{package}.__main__")
    words = [package, *map(str, arguments)]
    out, errors = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(errors):
        patch.setattr(sys, "argv", words)
        for name in [n for n in os.environ if n.startswith("CANCU_")]:
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        code = main_guard(module.build_parser, module.run)
    return Done(words, code, out.getvalue(), errors.getvalue())


def spawn(environment: dict[str, str], package: str, *arguments: object) -> Done:
    """The command as a script starts it."""
    command = [sys.executable, "-m", package, *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def failed_clearly(done: Done) -> str:
    """The one line on stderr of a command that failed as it should."""
    assert done.returncode == 1, done
    assert done.stdout == ""
    [line] = done.stderr.strip().splitlines()
    assert "Traceback" not in line
    return line


def test_adding_again_and_listing(data: Path, environment: dict[str, str]) -> None:
    again = run(environment, "ingest", "add", PLAN, "--data-dir", data)
    assert again.returncode == 0
    assert again.stdout.startswith(f"{PLAN}: không thay đổi (7 trang, 19 mục")
    listed = run(environment, "ingest", "list", "--data-dir", data).stdout.splitlines()
    assert [line.split(":")[0] for line in listed] == [PLAN.stem, "luat-du-lich", "register"]


def test_search_gives_hits_by_section(data: Path, environment: dict[str, str]) -> None:
    done = run(
        environment,
        "vectorstore",
        "search",
        "Ban Tuyên giáo Tỉnh ủy có trách nhiệm gì",
        "--json",
        "-k",
        3,
        "--data-dir",
        data,
    )
    hits = json.loads(done.stdout)
    assert [set(hit) for hit in hits] == [{"document", "section", "page", "score", "text"}] * 3
    assert (hits[0]["document"], hits[0]["section"], hits[0]["page"]) == (PLAN.stem, "IV.4", 7)
    shown = run(environment, "vectorstore", "search", "Ban Tuyên giáo", "--data-dir", data).stdout
    assert shown.startswith(f"1. {PLAN.stem}, mục IV.4, trang 7")


def test_batch_search(data: Path, environment: dict[str, str], tmp_path: Path) -> None:
    queries, hits = tmp_path / "queries.jsonl", tmp_path / "out" / "hits.jsonl"
    rows = [
        {"id": "a", "query": "quyen cua khach du lich"},
        {"id": 2, "query": ""},
        {"id": "c", "query": "QĐ 80"},
    ]
    queries.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    done = run(
        environment, "vectorstore", "search", "--batch", queries, "--out", hits, "-k", 5, "--data-dir", data
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in hits.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in found] == ["a", 2, "c"]
    assert (found[0]["hits"][0]["document"], found[0]["hits"][0]["section"]) == ("luat-du-lich", "Điều 2")
    assert found[1]["hits"] == []
    for row in found:
        places = [(hit["document"], hit["section"]) for hit in row["hits"]]
        assert len(places) == len(set(places)) <= 5


def test_cleaning_a_file(environment: dict[str, str], tmp_path: Path) -> None:
    source, out = tmp_path / "a.txt", tmp_path / "sach" / "a.txt"
    source.write_text("kết cấu hạ tầng đồng bộ\nsố 80/QĐ-TTg ngày 10/02/2023\n", encoding="utf-8")
    done = run(environment, "ingest", "clean", source, "--out", out)
    assert done.returncode == 0, done.stderr
    assert out.read_text(encoding="utf-8").splitlines()[1] == "số 80/QĐ-TTg ngày 10/02/2023"
    edits = [json.loads(line) for line in (tmp_path / "sach" / "a.edits.jsonl").read_text().splitlines()]
    for edit in edits:
        assert set(edit) == {"start", "end", "original", "replacement", "rule", "confidence"}


def test_rejecting_a_correction_survives_adding_again(environment: dict[str, str], tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert run(environment, "ingest", "add", PLAN, "--data-dir", data).returncode == 0
    listed = run(environment, "ingest", "corrections", PLAN.stem, "--data-dir", data).stdout.splitlines()
    code = next(line.split()[0] for line in listed if "[Quàng → Quảng]" in line)
    done = run(environment, "ingest", "corrections", PLAN.stem, "--reject", code, "--data-dir", data)
    assert done.returncode == 0, done.stderr
    record = next((data / "library").glob("*.json"))
    assert "Quàng Ninh" in json.loads(record.read_text(encoding="utf-8"))["text"]
    assert run(environment, "ingest", "remove", PLAN.stem, "--data-dir", data).returncode == 0
    assert run(environment, "ingest", "add", PLAN, "--data-dir", data).returncode == 0
    assert "Quàng Ninh" in json.loads(record.read_text(encoding="utf-8"))["text"]
    again = run(environment, "ingest", "corrections", PLAN.stem, "--data-dir", data).stdout.splitlines()
    assert "Đề nghị, chưa sửa (1):" in again
    assert next(line for line in again if line.startswith(code)).endswith("đã bỏ")
    accepted = run(environment, "ingest", "corrections", PLAN.stem, "--accept", code, "--data-dir", data)
    assert accepted.returncode == 0, accepted.stderr
    assert "Quảng Ninh, ngày" in json.loads(record.read_text(encoding="utf-8"))["text"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ingest", "remove", "khong-co"), "khong-co"),
        (("ingest", "corrections", "khong-co"), "khong-co"),
        (("ingest", "corrections", "luat-du-lich", "--accept", "00000000"), "00000000"),
        (("vectorstore", "search"), "--help"),
        (("vectorstore", "search", "a", "-k", "0"), "-k"),
        (("vectorstore", "search", "--batch", "khong-co.jsonl", "--out", "x.jsonl"), "khong-co.jsonl"),
    ],
)
def test_faults_are_one_vietnamese_line(
    arguments: tuple[str, ...], words: str, data: Path, environment: dict[str, str]
) -> None:
    assert words in failed_clearly(run(environment, *arguments, "--data-dir", data))


def test_a_bad_batch_line_is_named(data: Path, environment: dict[str, str], tmp_path: Path) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text('{"id": 1, "query": "a"}\n{"id": 2}\n', encoding="utf-8")
    done = run(
        environment, "vectorstore", "search", "--batch", queries, "--out", tmp_path / "x", "--data-dir", data
    )
    assert "Dòng 2" in failed_clearly(done)


def test_a_data_directory_that_is_a_file(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    assert "--data-dir" in failed_clearly(
        spawn(environment, "ingest", "add", PLAN, "--data-dir", tmp_path / "data")
    )
    assert "--data-dir" in failed_clearly(
        run(environment, "vectorstore", "search", "a", "--data-dir", tmp_path / "data")
    )


def test_another_model_is_refused_until_the_index_is_rebuilt(
    data: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    other = make_tiny_model(tmp_path / "khac", LAW, seed=1)
    changed = {**environment, "CANCU_EMBEDDING_MODEL": str(other)}
    line = failed_clearly(run(changed, "vectorstore", "search", "du lịch", "--data-dir", data))
    assert "python -m vectorstore rebuild" in line
    assert run(changed, "vectorstore", "rebuild", "--data-dir", data).returncode == 0
    assert run(changed, "vectorstore", "search", "du lịch", "--data-dir", data).returncode == 0
    assert run(environment, "vectorstore", "rebuild", "--data-dir", data).returncode == 0
