"""What stands at the end of an official document: who gets it, and who signed it."""

import re
from collections.abc import Sequence

from ingest.documents import Fact, Section
from ingest.headings import RECIPIENTS
from ingest.layout import Line, lines_of
from ingest.spans import Span
from ingest.vietnamese import fold

_NEAR = 14  # lines that a signature takes up
_POSITION = re.compile(
    r"\s*(?:t/m|tm\.|k/t|kt\.|tl\.|t/l|tuq\.|q\.)?\s*(?:(?:pho )?(?:chu tich|bi thu|thu tuong|bo truong|giam doc"
    r"|tong giam doc|chanh van phong|truong ban|vu truong|cuc truong|tong cuc truong|thu truong|hieu truong|truong phong"
    r"|vien truong|chanh an|tong kiem toan)|thuong truc ban bi thu|tong bi thu|uy vien|q\. |thong doc)"
)
_ON_BEHALF = re.compile(r"\s*(?:t/m|tm\.|k/t|kt\.|tl\.|t/l|tuq\.)\s")
_SIGNED = re.compile(r"[\s\[(]*da ky[\s)\].]*(?:va dong dau[\s)\].]*)?")
_RANK = r"(?:(?:GS|PGS|TS|ThS|BS|KS|LS)\.?\s*)*"
_NAME = re.compile(rf"\s*{_RANK}(?P<name>[A-ZĐÀ-Ỹ][a-zđà-ỹ]*(?:\s+[A-ZĐÀ-Ỹ][a-zđà-ỹ]*){{1,4}})\s*\.?\s*")
_ITEM = re.compile(r"\s*[-–+*]\s*(?P<who>\S.*?)[\s.;,:]*$")


def read_recipients(text: str, sections: Sequence[Section]) -> Fact:
    """The list under "Nơi nhận", its items divided by semicolons; without it an empty fact."""
    section = next((s for s in reversed(sections) if s.label == RECIPIENTS), None)
    if section is None:
        return Fact()
    found: list[str] = []
    start = end = section.body_start
    for line in lines_of(text[section.body_start : section.span.end]):
        item = _ITEM.match(line.text)
        here = section.body_start + line.span.start
        if item:
            found.append(" ".join(item["who"].split()))
            start = start if len(found) > 1 else here + item.start("who")
            end = here + item.end("who")
        elif found and line.text.strip() and line.text.strip()[0].islower():
            # an item that runs over its line
            found[-1] += " " + " ".join(line.text.rstrip(" .;,").split())
            end = here + len(line.text.rstrip(" .;,"))
    return Fact("; ".join(found), Span(start, end)) if found else Fact()


def read_signer(text: str, sections: Sequence[Section]) -> Fact:
    """The name below the last office ("KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / (Đã ký) / …"), as written there.

    A name counts only below an office or "(Đã ký)", so that no line of capitalised words is taken
    for one.
    """
    lines = _ending(text, sections)
    offices = [n for n, line in enumerate(lines) if _is_office(line.text)]
    for office in reversed(offices):
        for line in lines[office + 1 : office + 5]:
            if _is_office(line.text) or _SIGNED.fullmatch(fold(line.text)):
                continue
            match = _NAME.fullmatch(line.text)
            if match:
                start = line.span.start
                return Fact(match["name"], Span(start + match.start("name"), start + match.end("name")))
    return Fact()


def _is_office(line: str) -> bool:
    bare = line.strip()
    folded = fold(bare)
    return bare.isupper() and len(bare) < 80 and bool(_POSITION.match(folded) or _ON_BEHALF.match(folded))


def _ending(text: str, sections: Sequence[Section]) -> list[Line]:
    """The lines among which the signature stands: around the recipients, else the last ones.

    What is attached to the document comes behind its signature.
    """
    index = next((n for n in reversed(range(len(sections))) if sections[n].label == RECIPIENTS), None)
    if index is None:
        return [line for line in lines_of(text) if not line.blank][-_NEAR:]
    place = sections[index].span
    before = [line for line in lines_of(text[: place.start]) if not line.blank][-_NEAR:]
    inside = [line for line in lines_of(text[place.start : place.end]) if not line.blank]
    shifted = [Line(line.number, line.span.shifted(place.start), line.text) for line in inside]
    # Some programs set the signature, which stands to the right, before the recipients.
    return [*before, *shifted]
