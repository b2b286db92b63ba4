"""Where the bundled documents are."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
PLAN = ROOT / "documents" / "ke-hoach-thuc-hien-ket-luan-72-kl-tw.txt"
REGISTER = ROOT / "documents" / "register.yaml"
