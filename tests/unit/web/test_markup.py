"""Light Markdown becomes HTML in which nothing but our own marks is markup."""

import pytest

from assistant.web.markup import to_html, to_plain


def marker(number: int) -> str:
    return f"<i>{number}</i>" if number == 1 else ""


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Một câu. [1]", "<p>Một câu. <i>1</i></p>"),
        ("Câu [2] không có trích dẫn", "<p>Câu [2] không có trích dẫn</p>"),
        ("> “Trích” [1]", "<blockquote>“Trích” <i>1</i></blockquote>"),
        ("Gồm:\n- một\n- hai [1]", "<p>Gồm:</p><ul><li>một</li><li>hai <i>1</i></li></ul>"),
        ("**Đậm** và 2 * 3 * 4", "<p><strong>Đậm</strong> và 2 * 3 * 4</p>"),
        ("một\n\nhai", "<p>một</p><p>hai</p>"),
        ("**Lưu ý:** khác nhau", '<p class="note"><strong>Lưu ý:</strong> khác nhau</p>'),
        ('<script>x</script> & "y"', "<p>&lt;script&gt;x&lt;/script&gt; &amp; &quot;y&quot;</p>"),
        ("> <img src=x>", "<blockquote>&lt;img src=x&gt;</blockquote>"),
        ("**<b>**", "<p><strong>&lt;b&gt;</strong></p>"),
        ("", ""),
    ],
)
def test_html(text: str, html: str) -> None:
    assert to_html(text, marker) == html


def test_plain_text_for_the_clipboard() -> None:
    assert to_plain("**Đậm** [1]\n\n> “Trích” [1]\n- mục") == "Đậm [1]\n\n“Trích” [1]\n- mục"
