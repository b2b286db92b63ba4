"""The three tables over one corpus, made once for each state of it."""

import re
from collections import Counter
from collections.abc import Sequence

from assistant.answer import Quote
from assistant.knowledge import Knowledge
from assistant.tables.decisions import Related, find_related
from assistant.tables.duties import Duty
from assistant.tables.roles import ROLES
from assistant.tables.table import Column, Row, Table, by_frequency
from assistant.tables.targets import KINDS, Target, find_targets
from ingest.documents import Document
from ingest.vietnamese import capitalised, fold
from vectorstore.query import expand

NO_FIELD = "Chung"
NO_YEAR = "Không nêu năm"
IN_CORPUS, NOT_IN_CORPUS = "Có trong kho", "Chưa có trong kho"
ONLY_REGISTERED = "Chỉ có trong sổ đăng ký"
IN_CONFLICT = "Ngày ghi khác nhau"


def duty_table(duties: Sequence[Duty]) -> Table:
    """Bảng nhiệm vụ: a row a duty of a body."""
    keys = [_body_key(duty) for duty in duties]
    names = by_frequency([duty.name for duty in duties], keys)
    columns = (
        Column("body", "Cơ quan", 30, choice="Mọi cơ quan"),
        Column("role", "Vai trò", 16, choice="Mọi vai trò"),
        Column("duty", "Nhiệm vụ", 80, verbatim=True),
        Column("place", "Nơi ghi", 18),
        Column("document", "Văn bản", 34, choice="Mọi văn bản"),
    )
    rows = tuple(
        _row(
            duty.quote,
            {"body": names[key], "role": duty.role.capitalize(), "duty": duty.quote.text},
            keys={"role": (ROLES.index(duty.role),)},
        )
        for duty, key in zip(duties, keys, strict=True)
    )
    return Table("bang-nhiem-vu", "Bảng nhiệm vụ", columns, rows)


def target_table(documents: Sequence[Document]) -> Table:
    """Chỉ tiêu: a row a target."""
    columns = (
        Column("kind", "Loại", 16, choice="Mọi loại"),
        Column("field", "Lĩnh vực", 26, choice="Mọi lĩnh vực"),
        Column("year", "Năm", 14, choice="Mọi năm"),
        Column("figure", "Con số", 22),
        Column("target", "Mục tiêu, chỉ tiêu", 80, verbatim=True),
        Column("place", "Nơi ghi", 18),
        Column("document", "Văn bản", 34, choice="Mọi văn bản"),
    )
    return Table(
        "muc-tieu-chi-tieu",
        "Mục tiêu, chỉ tiêu",
        columns,
        tuple(_target_row(t) for t in find_targets(documents)),
    )


def decision_table(knowledge: Knowledge) -> Table:
    """Văn bản liên quan: a row a decision."""
    columns = (
        Column("number", "Số, ký hiệu", 20),
        Column("kind", "Loại", 18, choice="Mọi loại", shown=False),
        Column("date", "Ngày", 14),
        Column("issuer", "Cơ quan ban hành", 28, choice="Mọi cơ quan"),
        Column("subject", "Nội dung", 70),
        Column("why", "Quan hệ", 18, choice="Mọi quan hệ", shown=False),
        Column("places", "Nơi viện dẫn", 40),
        Column("document", "Viện dẫn trong", 34, choice="Mọi văn bản", shown=False),
        Column("state", "Ghi chú", 40, choice="Mọi tình trạng"),
    )
    related = find_related(knowledge.decisions, knowledge.corpus.documents)
    return Table("van-ban-lien-quan", "Văn bản liên quan", columns, tuple(_decision_row(r) for r in related))


def _row(quote: Quote, cells: dict[str, str], **more: object) -> Row:
    keys = dict(more.get("keys") or {})  # type: ignore[call-overload]
    keys["place"] = (quote.document.name, quote.span.start)
    return Row(
        {**cells, "place": quote.place, "document": quote.document.title},
        (quote,),
        keys=keys,
        choices=more.get("choices") or {},  # type: ignore[arg-type]
    )


def _body_key(duty: Duty) -> str:
    """One key for the spellings of a body: "các UBND huyện" and "Ủy ban nhân dân huyện"."""
    words = re.findall(r"\w+", fold(expand(duty.name)))
    return " ".join(words[1:] if words[0] in ("cac", "nhung", "moi") and len(words) > 1 else words)


def _target_row(target: Target) -> Row:
    field = capitalised(target.field) if target.field else NO_FIELD
    return _row(
        target.quote,
        {
            "kind": target.kind.capitalize(),
            "field": field,
            "year": ", ".join(target.years),
            "figure": "; ".join(f.written for f in target.figures),
            "target": target.quote.text,
        },
        keys={"kind": (KINDS.index(target.kind),)},
        choices={"year": target.years or (NO_YEAR,)},
    )


def _decision_row(related: Related) -> Row:
    dates = [d.date for d in related.dates]
    day = tuple(int(n) for n in re.findall(r"\d+", dates[0]))[::-1] if dates else ()
    states = [IN_CORPUS if related.document else NOT_IN_CORPUS]
    conflict = related.conflict
    if conflict:
        states.append(IN_CONFLICT)
    places = [m.quote.place for m in related.citations]
    titles = tuple(dict.fromkeys(m.document.title for m in related.citations))
    if len(titles) > 1:
        places = [f"{m.document.title}, {place}" for m, place in zip(related.citations, places, strict=True)]
    where = "; ".join(f"{place} ({n} lần)" if n > 1 else place for place, n in Counter(places).items())
    cited = f"{len(places)} lần: {where}" if places else "chỉ có trong sổ đăng ký"
    return Row(
        {
            "number": related.number,
            "kind": related.kind,
            "date": "; ".join(dates),
            "issuer": related.issuer,
            "subject": capitalised(related.subject),
            "why": "; ".join(related.relations),
            "places": cited,
            "document": "; ".join(titles),
            "state": f"{states[0]}. {conflict}".strip() if conflict else states[0],
        },
        (*(m.quote for m in related.citations), *related.register),
        keys={"date": (day,), "places": (len(places),)},
        choices={
            "state": tuple(states),
            "document": titles or (ONLY_REGISTERED,),
            "why": related.relations or (ONLY_REGISTERED,),
            "issuer": (related.issuer or "Không ghi",),
        },
        notes=(conflict,) if conflict else (),
    )
