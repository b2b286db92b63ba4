"""The tokenizer: a Unigram model over folded words whose tokens may span words ("▁ket▁cau▁ha▁tang").

Unigram training (Kudo 2018, "Subword Regularization") works on letters; here the lattice's seeds are
whole words and runs of words, because tokens that begin or end inside a syllable carry no meaning in
Vietnamese. That also makes training linear in the text: seeds are counted level by level (a run can be
frequent only if its beginning is), then hard EM alternates with pruning the runs that save least.
"""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers
from tokenizers.models import Unigram

from vectorstore.training.progress import shown

SPACE = "▁"
UNKNOWN = "<unk>"
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_LETTER_SCORE = -18.0  # far below any whole word: letters are the last resort
_SHRINK = 0.6  # share of the tokens that a round of pruning keeps
_SAMPLE = 600_000  # clauses that EM is run on, evenly spread

Clauses = Sequence[Sequence[str]]


def build_tokenizer(scores: dict[str, float]) -> Tokenizer:
    """The tokenizer as it is shipped: folding, breaks and Unigram in one; token 0 is the unknown."""
    tokenizer = Tokenizer(Unigram([(UNKNOWN, -30.0), *scores.items()], unk_id=0, byte_fallback=False))
    blanks = normalizers.Replace(Regex(r"[^\S\n]+"), " ")
    plain_d = normalizers.Replace("đ", "d")
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase(), plain_d, blanks]
    )
    breaks = r"\s*[^\p{L}\p{N}\s]+\s*|\s*\n\s*|\s+(?=\p{N})|(?<=\p{N})\s+|\A\s+|\s+\z"
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(breaks), "removed"),
            pre_tokenizers.Split(Regex(r"\p{N}+"), "isolated"),
            pre_tokenizers.Metaspace(SPACE, prepend_scheme="always", split=False),
        ]
    )
    tokenizer.decoder = decoders.Metaspace(SPACE)
    return tokenizer


def count_runs(clauses: Clauses, longest: int, at_least: int) -> Counter[tuple[str, ...]]:
    """How often each run of up to `longest` words occurs, for runs that occur `at_least` times."""
    words = sorted({word for clause in clauses for word in clause})
    number = {word: at for at, word in enumerate(words)}
    flat: list[int] = []
    for clause in clauses:
        flat += [number[word] for word in clause]
        flat.append(-1)
    stream = np.asarray(flat + [-1] * longest, dtype=np.int64)
    positions = np.flatnonzero(stream >= 0)
    runs = stream[positions]
    spelled: list[tuple[str, ...]] = [(word,) for word in words]
    counts: Counter[tuple[str, ...]] = Counter()
    for length in range(1, longest + 1):
        unique, inverse, total = np.unique(runs, return_inverse=True, return_counts=True)
        if length > 1:
            spelled = [(*spelled[key // len(words)], words[key % len(words)]) for key in unique.tolist()]
        else:
            spelled = [spelled[key] for key in unique.tolist()]
        often = total >= at_least
        counts.update({spelled[at]: int(total[at]) for at in np.flatnonzero(often)})
        following = stream[np.minimum(positions + length, len(stream) - 1)]
        keep = often[inverse] & (following >= 0)
        positions, runs = positions[keep], inverse[keep] * len(words) + following[keep]
    return counts


def best_split(token: str, scores: dict[str, float]) -> float:
    """Score of the best way to write a run of words with shorter tokens (−inf: there is none)."""
    words = token.split(SPACE)[1:]
    best = [0.0] + [-math.inf] * len(words)
    for end in range(1, len(words) + 1):
        for start in range(end):
            if end - start < len(words):
                score = scores.get(SPACE + SPACE.join(words[start:end]), -math.inf)
                best[end] = max(best[end], best[start] + score)
    return best[-1]


def pieces(words: Counter[str], known: set[str], size: int) -> dict[str, float]:
    """Letter groups to spell the words that are not in the vocabulary (names, foreign words)."""
    counts: Counter[str] = Counter()
    for word, count in words.items():
        if SPACE + word not in known:
            marked = SPACE + word
            for length in (2, 3, 4):
                for at in range(len(marked) - length + 1):
                    counts[marked[at : at + length]] += count
    total = sum(counts.values()) or 1
    found = {piece: math.log(count / total) - 6.0 for piece, count in counts.most_common(size)}
    return {piece: score for piece, score in found.items() if piece not in known}


def train_vocabulary(clauses: Clauses, size: int, longest: int = 4, at_least: int = 12) -> Tokenizer:
    """A tokenizer of about `size` tokens that span at most `longest` words seen `at_least` times."""
    counts = count_runs(clauses, longest, at_least)
    # Singles always stay; runs start from four times the room that they will have.
    singles = [run for run, count in counts.most_common() if len(run) == 1][: size // 2]
    runs = [run for run, _ in counts.most_common() if len(run) > 1][: 4 * size]
    total = sum(counts[run] for run in singles)
    scores = {SPACE + SPACE.join(run): math.log(counts[run] / total) for run in [*singles, *runs]}
    kept = {SPACE + run[0] for run in singles}
    letters = dict.fromkeys([SPACE, *_LETTERS], _LETTER_SCORE)
    words = Counter({run[0]: count for run, count in counts.items() if len(run) == 1})
    spelling = pieces(words, kept, size // 20)
    room = size - 1 - len(letters) - len(spelling)
    step = max(1, len(clauses) // _SAMPLE)
    texts = [SPACE + SPACE.join(clause) for clause in clauses[::step]]
    sizes = [len(scores)]
    while sizes[-1] > room:
        sizes.append(max(room, int(_SHRINK * sizes[-1])))
    for following in shown([*sizes[1:], 0], "vocabulary"):
        used = _token_counts({**letters, **spelling, **scores}, texts)
        scores = _rescored(scores, used)
        if following:
            gain = {t: used[t] * (scores[t] - best_split(t, scores)) for t in scores if t not in kept}
            best = sorted(gain, key=lambda token: (-gain[token], token))[: max(0, following - len(kept))]
            scores = {token: scores[token] for token in [*sorted(kept), *best]}
    ordered = dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))
    return build_tokenizer({**letters, **spelling, **ordered})


def _token_counts(scores: dict[str, float], texts: Sequence[str]) -> Counter[str]:
    model = Tokenizer(Unigram([(UNKNOWN, -30.0), *scores.items()], unk_id=0, byte_fallback=False))
    names = [UNKNOWN, *scores]
    totals: NDArray[np.int64] = np.zeros(len(names), dtype=np.int64)
    for start in range(0, len(texts), 50_000):
        ids = [i for found in model.encode_batch_fast(texts[start : start + 50_000]) for i in found.ids]
        totals += np.bincount(np.asarray(ids, dtype=np.int64), minlength=len(names))
    return Counter({name: int(total) for name, total in zip(names, totals, strict=True)})


def _rescored(scores: dict[str, float], used: Counter[str]) -> dict[str, float]:
    total = sum(used.values())
    return {token: math.log((used[token] + 0.5) / total) for token in scores}
