"""Larger models by setting: a transformer in place of the static embedding, a cross-encoder behind the search.

Both are tiny, random and made here; what is tested is the way they go in, not what they know.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import vectorstore.index
from ingest.errors import ModelError
from ingest.intake import Outcome, add_files
from tests.unit.vectorstore.conftest import DECISION, LAW
from vectorstore import embedding
from vectorstore.embedding import load_reranker
from vectorstore.index import SearchIndex, open_index, rebuild_index
from vectorstore.search import Mix, search_passages, search_sections
from vectorstore.settings import IndexSettings

QUERY = "quyền của khách du lịch"


def tiny_bert(folder: Path, seed: int, labels: int = 0) -> Path:
    """A BERT of two layers and sixteen dimensions over the words of the test documents.

    With ``labels`` it classifies pairs of texts, as a cross-encoder does.
    """
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, BertModel, PreTrainedTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    words = [*special, *sorted(set(f"{LAW} {DECISION} query passage : .".lower().split()))]
    tokenizer = Tokenizer(models.WordLevel({w: n for n, w in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(folder)
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=128, num_labels=labels or 2, initializer_range=0.5,
    )  # fmt: skip
    (BertForSequenceClassification(config) if labels else BertModel(config)).save_pretrained(folder)
    return folder


def tiny_sentence_transformer(folder: Path, seed: int = 0) -> Path:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer

    transformer = Transformer(str(tiny_bert(folder / "bert", seed)), max_seq_length=64)
    pooling = Pooling(transformer.get_embedding_dimension())
    SentenceTransformer(modules=[transformer, pooling], device="cpu").save(str(folder / "model"))
    return folder / "model"


@pytest.fixture
def real_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectorstore.index, "load_embedder", embedding.load_embedder)


@pytest.mark.usefixtures("real_models")
def test_a_transformer_can_take_the_place_of_the_bundled_model(tmp_path: Path) -> None:
    settings = IndexSettings(
        data_dir=tmp_path / "data",
        embedding_model=str(tiny_sentence_transformer(tmp_path / "large")),
        embedding_query_prompt="query : ",
        embedding_passage_prompt="passage : ",
        _env_file=None,
    )
    (tmp_path / "luat.txt").write_text(LAW, encoding="utf-8")
    index = open_index(settings)
    with index.library.locked():
        [outcome] = add_files([tmp_path / "luat.txt"], index.library, index)
    assert outcome.document is not None
    vectors = index.snapshot().vectors
    assert vectors is not None
    assert vectors.shape == (len(outcome.document.chunks), 16)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-3)
    # The best passage by vectors alone is the one that the model itself puts first.
    texts = [p.indexed_text() for p in index.corpus.passages]
    cosines = index.embedder.passages(texts) @ index.embedder.query(QUERY)
    best = search_passages(index, QUERY, 1, mix=Mix(0.0, 1.0, 0.0, 0.0))[0]
    assert best.passage is index.corpus.passages[int(np.argmax(cosines))]
    assert best.similarity == pytest.approx(float(cosines.max()), abs=1e-3)
    assert search_sections(index, QUERY)[0].passage.chunk.section == "Điều 2"
    assert not np.allclose(index.embedder.query(QUERY), index.embedder.passages([QUERY])[0])


@pytest.mark.usefixtures("real_models")
def test_an_index_of_one_transformer_refuses_another_and_other_prompts(tmp_path: Path) -> None:
    first = tiny_sentence_transformer(tmp_path / "a", seed=1)
    second = tiny_sentence_transformer(tmp_path / "b", seed=2)
    settings = IndexSettings(data_dir=tmp_path / "data", embedding_model=str(first), _env_file=None)
    open_index(settings)
    for change in ({"embedding_model": str(second)}, {"embedding_query_prompt": "query : "}):
        with pytest.raises(ModelError, match="python -m vectorstore rebuild"):
            open_index(settings.model_copy(update=change))
    open_index(settings)
    rebuild_index(settings.model_copy(update={"embedding_model": str(second)}))


@pytest.fixture
def reranked(
    add: Callable[..., list[Outcome]], settings: IndexSettings, tmp_path: Path
) -> tuple[SearchIndex, SearchIndex]:
    """The same documents searched without and with a cross-encoder."""
    add(luat=LAW, quyet_dinh=DECISION)
    model = tiny_bert(tmp_path / "cross", seed=3, labels=1)
    return open_index(settings), open_index(settings.model_copy(update={"reranker_model": str(model)}))


def test_a_cross_encoder_puts_the_best_hits_in_its_order(reranked: tuple[SearchIndex, SearchIndex]) -> None:
    plain, with_reranker = reranked
    before, after = search_passages(plain, QUERY, 20), search_passages(with_reranker, QUERY, 20)
    assert {hit.passage for hit in before} == {hit.passage for hit in after}
    assert [hit.passage for hit in before] != [hit.passage for hit in after]
    model = load_reranker(with_reranker.settings.reranker_model)
    scores = model.predict([(QUERY, hit.passage.indexed_text()) for hit in after])
    assert list(scores) == sorted(scores, reverse=True)
    assert np.ptp(scores) > 0


def test_a_reranker_that_is_not_there_is_named(
    index: SearchIndex, settings: IndexSettings, tmp_path: Path
) -> None:
    missing = settings.model_copy(update={"reranker_model": str(tmp_path)})
    with pytest.raises(ModelError, match="CANCU_RERANKER_MODEL"):
        search_sections(open_index(missing), QUERY)
