"""What the rules of cleaning mend, in the words that users read."""

_NAMES = {
    "syllable": "âm tiết nhận dạng sai", "stray mark": "dấu lạc", "bar": "chữ l đọc thành gạch đứng",
    "glued words": "chữ dính nhau", "run-together words": "chữ dính nhau", "punctuation": "dấu câu",
    "end of item": "dấu cuối mục", "letter of item": "chữ đầu mục", "heading capitals": "chữ hoa ở tiêu đề",
    "heading numeral": "số thứ tự tiêu đề", "item capital": "chữ hoa đầu mục", "item space": "khoảng trắng",
    "capital inside": "chữ hoa giữa câu", "unicode": "mã Unicode", "invisible": "ký tự ẩn",
    "lookalike": "chữ cái lẫn", "hand": "người sửa",
}  # fmt: skip
_JOINING = "join-lines"


def rule_name(rule: str) -> str:
    """The name of a rule; of several joined by ``+``, all names, each once."""
    return ", ".join(
        dict.fromkeys(_NAMES.get(part, "lỗi quét") for part in rule.split("+") if part != _JOINING)
    )
