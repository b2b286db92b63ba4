"""The register of decisions: facts with their source, cited like any passage."""

import pytest

from ingest.errors import UnreadableFileError
from ingest.pipeline import read_document
from tests.paths import REGISTER


def test_the_bundled_register_is_a_document_with_a_section_a_decision() -> None:
    document = read_document(REGISTER.read_bytes(), REGISTER.name)
    assert len(document.sections) == len(document.chunks) >= 1
    assert document.sections[0].label == "80/QĐ-TTg"
    assert "11/02/2023" in document.chunks[0].text
    assert "Nguồn:" in document.chunks[0].text
    for chunk in document.chunks:
        assert chunk.span.of(document.text) == chunk.text


@pytest.mark.parametrize(
    ("yaml", "where"),
    [
        ("decisions: [", "YAML"),
        ("", "register.yaml"),
        ("- một\n- hai", "register.yaml"),
        ("decisions:\n  - number: 1/QĐ-TTg\n    kind: Quyết định", "source"),
        ("decisions:\n  - number: 1/QĐ-TTg\n    kind: Quyết định\n    source: x\n    ngay: 1", "ngay"),
        ("decisions: []", "decisions"),
        ("a: &a [*a]", "register.yaml"),
    ],
)
def test_a_register_that_is_none_says_where(yaml: str, where: str) -> None:
    with pytest.raises(UnreadableFileError, match=where):
        read_document(yaml.encode(), "register.yaml")


def test_a_register_in_another_encoding_is_refused() -> None:
    with pytest.raises(UnreadableFileError):
        read_document(
            "decisions:\n  - number: 1\n    kind: Quyết định\n    source: nguồn".encode("utf-16"),
            "register.yaml",
        )


def test_a_date_that_yaml_takes_for_a_date_is_kept_as_written() -> None:
    text = (
        "decisions:\n  - number: 1/QĐ-TTg\n    kind: Quyết định\n    date: 2023-02-11\n    source: công báo"
    )
    assert "2023-02-11" in read_document(text.encode(), "register.yaml").text
