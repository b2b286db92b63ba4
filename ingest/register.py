"""The register of related decisions: facts about them from outside the documents, each with its source.

A ``register.yaml`` is read into a document of its own, one section a decision, so that a fact
of the register is cited like any passage.
"""

from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ingest.errors import UnreadableFileError

REGISTER_FILE = "register.yaml"
REGISTER_KIND = "Sổ đăng ký văn bản"

_Text = Annotated[
    str, BeforeValidator(lambda value: " ".join(str(value).split())), Field(min_length=1, max_length=2000)
]


class RegisterEntry(BaseModel):
    """One decision of the register. ``date`` is written dd/mm/yyyy; ``source`` says who vouches for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: _Text
    kind: _Text
    source: _Text
    date: _Text | None = None
    issuer: _Text | None = None
    subject: _Text | None = None
    note: _Text | None = None

    def sentence(self) -> str:
        """The entry as a Vietnamese sentence, with its source."""
        parts = [f"{self.kind} số {self.number}"]
        if self.date:
            parts.append(f"ngày {self.date}")
        if self.issuer:
            parts.append(f"của {self.issuer}")
        if self.subject:
            parts.append(self.subject)
        note = f" {self.note.rstrip('.')}." if self.note else ""
        return f"{' '.join(parts)}.{note} Nguồn: {self.source.rstrip('.')}."


class Register(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    decisions: tuple[RegisterEntry, ...] = Field(min_length=1)


def parse_register(text: str) -> Register:
    """The register in a YAML text. Raises UnreadableFileError where it is not one."""
    try:
        return Register.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise UnreadableFileError(
            f"Không đọc được {REGISTER_FILE}: không đúng cú pháp YAML.", "Hãy sửa tệp rồi nạp lại."
        ) from error
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise UnreadableFileError(
            f"Sổ đăng ký {REGISTER_FILE} sai ở mục “{where}”.",
            "Mỗi văn bản cần có number, kind, source và có thể thêm date, issuer, subject, note.",
        ) from error


def register_text(register: Register) -> str:
    """The register as a text, one paragraph a decision."""
    return "\n".join(entry.sentence() for entry in register.decisions) + "\n"
