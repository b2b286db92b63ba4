"""An index over small documents, with embeddings that need no model."""

from collections.abc import Callable
from pathlib import Path

import pytest

import ingest.pipeline
import vectorstore.index
from ingest.cleaning.cleaned import Cleaned
from ingest.edits import EditedText
from ingest.intake import Outcome, add_files
from tests.fakes import fake_embedder
from vectorstore.index import SearchIndex, open_index
from vectorstore.settings import IndexSettings

LAW = """LUẬT DU LỊCH
Điều 1. Phạm vi điều chỉnh
Luật này quy định về tài nguyên du lịch và hoạt động du lịch.
Điều 2. Quyền của khách du lịch
1. Sử dụng dịch vụ du lịch do tổ chức, cá nhân kinh doanh du lịch cung cấp.
2. Yêu cầu cung cấp thông tin về chương trình, dịch vụ, điểm đến du lịch.
Điều 3. Bảo vệ môi trường du lịch
Môi trường du lịch phải được bảo vệ, tôn tạo và phát triển.
"""
DECISION = """QUYẾT ĐỊNH
Số: 80/QĐ-TTg
Phê duyệt Quy hoạch tỉnh Quảng Ninh
Điều 1. Phê duyệt
Phê duyệt Quy hoạch tỉnh Quảng Ninh thời kỳ 2021 - 2030.
Điều 2. Hiệu lực
Quyết định này có hiệu lực từ ngày ký ban hành.
"""


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectorstore.index, "load_embedder", lambda name, *_: fake_embedder(Path(name).name))
    monkeypatch.setattr(ingest.pipeline, "clean", lambda text, _: Cleaned(EditedText(text)))


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    return IndexSettings(data_dir=tmp_path / "data", embedding_model="fake", _env_file=None)


@pytest.fixture
def add(tmp_path: Path, settings: IndexSettings) -> Callable[..., list[Outcome]]:
    """``add(luat=text, …)`` ingests texts under those names, in one run."""

    def run(**texts: str) -> list[Outcome]:
        paths = []
        for name, text in texts.items():
            paths.append(tmp_path / f"{name}.txt")
            paths[-1].write_text(text, encoding="utf-8")
        index = open_index(settings)
        with index.library.locked():
            return list(add_files(paths, index.library, index))

    return run


@pytest.fixture
def index(add: Callable[..., list[Outcome]], settings: IndexSettings) -> SearchIndex:
    """A law and a decision, indexed."""
    add(luat=LAW, quyet_dinh=DECISION)
    return open_index(settings)
