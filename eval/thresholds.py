"""The floors and ceilings of ``thresholds.toml``, and the judgement of figures against them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.errors import EvalError

THRESHOLDS_FILE = Path(__file__).with_name("thresholds.toml")


@dataclass(frozen=True, slots=True)
class Check:
    """A figure against its threshold; ``value`` is None where nothing could be measured."""

    figure: str
    value: float | None
    threshold: float
    is_floor: bool

    @property
    def passed(self) -> bool:
        """Whether the figure keeps its threshold; one that could not be measured is not judged."""
        if self.value is None:
            return True
        return self.value >= self.threshold if self.is_floor else self.value <= self.threshold


class _Bounds(BaseModel):
    model_config = ConfigDict(extra="forbid")

    min: dict[str, float] = Field(default_factory=dict)
    max: dict[str, float] = Field(default_factory=dict)


class Thresholds(BaseModel):
    """``thresholds.toml``: bounds for every question set, for single ones by name, and for times."""

    model_config = ConfigDict(extra="forbid")

    default: _Bounds = Field(default_factory=_Bounds)
    files: dict[str, _Bounds] = Field(default_factory=dict)
    latency: _Bounds = Field(default_factory=_Bounds)

    def judge(self, name: str, figures: Mapping[str, float | None]) -> tuple[Check, ...]:
        """Check the figures of the question set ``name``, whose own bounds go before the default.

        Raises EvalError if a bound names a figure that does not exist.
        """
        own = self.files.get(name, _Bounds())
        return _checks({**self.default.min, **own.min}, {**self.default.max, **own.max}, figures)

    def judge_latency(self, figures: Mapping[str, float | None]) -> tuple[Check, ...]:
        """Check times in milliseconds; raises EvalError as ``judge`` does."""
        return _checks(self.latency.min, self.latency.max, figures)


def read_thresholds(path: Path = THRESHOLDS_FILE) -> Thresholds:
    """The thresholds of a TOML file; raises EvalError if it can't be read or is not of that shape."""
    try:
        return Thresholds.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise EvalError(
            f"Tệp ngưỡng {path} không đọc được hoặc sai khuôn dạng.", "Hãy sửa tệp đó."
        ) from error


def _checks(
    floors: Mapping[str, float], ceilings: Mapping[str, float], figures: Mapping[str, float | None]
) -> tuple[Check, ...]:
    unknown = sorted((floors.keys() | ceilings.keys()) - figures.keys())
    if unknown:
        raise EvalError(f"Tệp ngưỡng nêu chỉ số không có: {', '.join(unknown)}.", "Hãy sửa tên chỉ số.")
    return (
        *(Check(figure, figures[figure], bound, True) for figure, bound in floors.items()),
        *(Check(figure, figures[figure], bound, False) for figure, bound in ceilings.items()),
    )
