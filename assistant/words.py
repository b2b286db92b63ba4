"""Words that carry no content of their own in a question, folded (without diacritics)."""

_QUESTION_WORDS = """
ai gi nao sao may dau nhieu bao gio the vi khong chua ha a nhi vay u phai
""".split()
_FUNCTION_WORDS = """
la va cua cho ve trong tai theo voi de khi nay do kia ay cac nhung mot duoc bi co o den tu thi ma hay hoac cung
con nua roi rang neu tren duoi vao ra len xuong lai dang se da moi boi nham nhu hon rat qua chi nen can
""".split()
_POLITE_WORDS = """
xin hoi toi minh em anh chi giup vui long biet cho hay neu ro noi ke ten dua
""".split()

CONTENT_FREE = frozenset(_QUESTION_WORDS + _FUNCTION_WORDS + _POLITE_WORDS)
