"""What development figures are measured on, and so is left out of the training behind them."""

import hashlib

# The seven statutes of the public benchmark questions.
BENCHMARK = (
    "bo-luat-dan-su",
    "hien-phap",
    "luat-du-lich",
    "luat-giao-duc",
    "luat-hon-nhan-va-gia-dinh",
    "luat-phong-chong-ma-tuy",
    "luat-thanh-nien",
)
# Twelve more of different fields, asked about by rule.
DEV_STATUTES = (
    "luat-bao-hiem-xa-hoi",
    "luat-chuyen-giao-cong-nghe",
    "luat-dau-thau",
    "luat-di-san-van-hoa",
    "luat-giao-thong-duong-bo",
    "luat-khoang-san",
    "luat-luat-su",
    "luat-quan-ly-thue",
    "luat-thanh-tra",
    "luat-the-duc-the-thao",
    "luat-thuy-san",
    "luat-xay-dung",
)


def is_dev_passage(passage: str) -> bool:
    """Every eighth encyclopedia passage, by its hash, so that all its questions go with it."""
    return hashlib.sha256(passage.strip()[:80].encode()).digest()[0] % 8 == 0
