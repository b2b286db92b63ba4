"""How telling words are: rarer means more, within bounds, and a document of its own counts by itself."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.frequencies import Frequencies
from ingest.spans import Span

TEXT = "Kết cấu hạ tầng giao thông. Kết cấu hạ tầng điện. Kết cấu hạ tầng số. Quy trình rút gọn."


def counted(text: str) -> Frequencies:
    return Frequencies.of(text, [Span(0, len(text))])


def test_what_stands_in_every_sentence_tells_less_than_what_stands_in_one() -> None:
    found = counted(TEXT)
    assert found.size == 4
    assert found.of_word(("ket", "cau")) < found.of_word(("quy", "trinh")) <= found.of_word(("khong", "co"))
    assert found.of_syllable("ket") < found.of_syllable("dien")


def test_a_word_is_as_telling_as_its_rarest_pair() -> None:
    found = counted(TEXT)
    assert found.of_word(("ha", "tang", "so")) == found.of_pair("tang", "so") > found.of_pair("ha", "tang")


@given(
    st.lists(st.text(alphabet="aăâbcđ .\n", max_size=60), max_size=5), st.text(alphabet="abcd", max_size=3)
)
def test_counts_add_up_and_weights_stay_within_bounds(texts: list[str], syllable: str) -> None:
    added = Frequencies()
    for text in texts:
        added.add(counted(text))
    assert added.size == sum(counted(text).size for text in texts)
    assert 0.1 <= added.of_syllable(syllable) <= 1.0
    assert 0.1 <= added.of_word((syllable, "a")) <= 1.0
