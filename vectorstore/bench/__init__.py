"""How well and how fast the search works: ``python -m vectorstore.bench --help``."""
