"""HTML of the first screen: what is in the corpus, what the assistant does and refuses, example questions."""

from html import escape

from assistant.web.conversation import Conversation
from assistant.web.kept import to_keep
from assistant.web.messages import conversation_html
from ingest.documents import Document
from ingest.references import number_key
from ingest.vietnamese import fold
from vectorstore.corpus import Corpus

# Each with words that a document must have for the question to make sense.
EXAMPLES = (
    ("Ban Tuyên giáo Tỉnh ủy có trách nhiệm gì?", "Ban Tuyên giáo Tỉnh ủy"),
    ("Kế hoạch này ban hành để thực hiện kết luận nào?", "Kết luận số 72-KL/TW"),
    ("Quyết định 80/QĐ-TTg được ban hành ngày nào?", "80/QĐ-TTg"),
    ("Mục tiêu về hạ tầng giao thông là gì?", "hạ tầng giao thông"),
    ("Kế hoạch có mấy lĩnh vực trọng tâm?", "lĩnh vực trọng tâm"),
)


def first_screen_html(corpus: Corpus) -> str:
    """What the page shows before the first question."""
    if not len(corpus):
        return _welcome(_NO_DOCUMENTS)
    return _welcome(_DOES + _examples(corpus) + _holdings(corpus))


def chat_html(conversation: Conversation, corpus: Corpus) -> str:
    """The conversation, or the first screen where there is none yet."""
    if not conversation:
        return first_screen_html(corpus)
    drawn = conversation_html(conversation, {document.id for document in corpus.documents})
    # For the page's script, which keeps it for the tab.
    return f'{drawn}<i hidden data-kept="{escape(to_keep(conversation))}"></i>'


def _welcome(body: str) -> str:
    return f'<div class="welcome"><h2>Hỏi văn bản, nhận câu trả lời kèm căn cứ</h2>{body}</div>'


_DOES = """
<ul class="does">
  <li><b>Trả lời</b> bằng đúng lời của văn bản, mỗi ý có số <span class="sample">[1]</span> để mở đoạn gốc:
  mục nào, trang nào, câu nào.</li>
  <li><b>Hiểu</b> câu hỏi có dấu hoặc không dấu, chữ viết tắt, và câu hỏi nối tiếp.</li>
  <li><b>Không suy đoán</b>: điều gì văn bản không ghi thì nói rõ là không tìm thấy.
  Không bình luận, không dùng nguồn bên ngoài.</li>
</ul>
"""

_NO_DOCUMENTS = """
<div class="empty">
  <p>Chưa có văn bản nào để hỏi. Hãy tải văn bản lên ở thẻ <b>Tài liệu</b>, hoặc nạp bằng lệnh rồi tải lại
  trang này:</p>
  <pre><code>python -m ingest add documents</code></pre>
  <p>Thay <code>documents</code> bằng tệp hoặc thư mục có tệp PDF, DOCX hoặc TXT. Nếu chương trình chạy
  với <code>--data-dir</code>, hãy thêm đúng <code>--data-dir</code> đó vào lệnh nạp.</p>
</div>
"""


def _holdings(corpus: Corpus) -> str:
    documents = corpus.documents
    cited = {number_key(reference.number) for d in documents for reference in d.references}
    figures = (
        (len(documents), "văn bản"),
        (sum(len(d.pages) for d in documents), "trang"),
        (len(corpus), "đoạn tra cứu được"),
        (len(cited), "văn bản được viện dẫn"),
    )
    counts = "".join(f"<li><b>{figure}</b> {escape(name)}</li>" for figure, name in figures)
    shown = "".join(f"<li>{_described(d)}</li>" for d in documents[:_LISTED])
    more = f"<li>và {len(documents) - _LISTED} văn bản khác</li>" if len(documents) > _LISTED else ""
    return (
        f'<section class="holdings"><h3>Hiện tra cứu được</h3><ul class="figures">{counts}</ul>'
        f'<ul class="documents">{shown}{more}</ul></section>'
    )


_LISTED = 8


def _described(document: Document) -> str:
    pages = f" ({len(document.pages)} trang)" if document.pages else ""
    return f"{escape(document.title)}{pages}"


def _examples(corpus: Corpus) -> str:
    texts = [fold(document.text) for document in corpus.documents]
    fitting = [question for question, needed in EXAMPLES if any(fold(needed) in text for text in texts)]
    if not fitting:
        return ""
    chips = "".join(f'<button type="button" class="chip">{escape(question)}</button>' for question in fitting)
    return f'<section class="examples"><h3>Hỏi thử</h3><div class="chips">{chips}</div></section>'
