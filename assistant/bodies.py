"""The agencies and organisations to which provisions give duties."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import Quote
from ingest.documents import Section
from ingest.spans import Span
from ingest.vietnamese import sentences
from vectorstore.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Body:
    """An agency or organisation to which a provision gives duties.

    ``name`` as the provision writes it; ``quote`` is where it does.
    """

    name: str
    quote: Quote
    section: Section


# The verbs by which a provision turns from its subject to what that subject must do.
_DUTY_VERB = re.compile(
    r":|\s+(?:(?:có |chịu )trách nhiệm|lãnh đạo|chỉ đạo|căn cứ|theo chức năng|chủ trì|phối hợp|xây dựng|tham mưu|"
    r"tổ chức|hướng dẫn|quy định|ban hành|thực hiện|triển khai|tăng cường|đẩy mạnh|tiếp tục|kiểm tra|giám sát|"
    r"được|phải|có nhiệm vụ|quản lý|rà soát|định hướng|vận động|tuyên truyền|thống nhất|bảo đảm|trình)\b"
)
_LONGEST_BODY = 170  # characters
_BODY_HEAD = re.compile(
    r"^(?:Các |Những )?(?:Ban|Đảng|Ủy ban|Uỷ ban|Hội đồng|Sở|Bộ|Văn phòng|Cơ quan|cơ quan|Mặt trận|Tỉnh|Huyện|Thành|cấp|Cấp|"
    r"Chính phủ|Quốc hội|Thủ tướng|Chủ tịch|Thanh tra|Kiểm toán|Công an|Bộ Chỉ huy|Đoàn|Hội|Liên đoàn|Trường|"
    r"tổ chức|Tổ chức|đơn vị|Đơn vị|ban|đảng|Người đứng đầu|Người|Cá nhân|Doanh nghiệp|huyện|sở|Phòng|Cục|Vụ|Tòa|Viện|Nhà nước)\b"
)


def find_bodies(corpus: Corpus) -> Iterator[Body]:
    """The subjects of provisions: what stands before the colon or the first verb of duty."""
    for document in corpus.documents:
        seen = set()
        for chunk in document.chunks:
            section = document.section_at(chunk.span.start)
            if section is None or section.label in seen:
                continue
            seen.add(section.label)
            first = next(iter(sentences(document.text, chunk.span)), chunk.span)
            text = first.of(document.text)
            verb = _DUTY_VERB.search(text)
            if not verb or not 4 <= verb.start() <= _LONGEST_BODY or not _BODY_HEAD.match(text):
                continue
            span = Span(first.start, first.start + verb.start())
            yield Body(span.of(document.text).strip(" ,"), Quote(document, span), section)
