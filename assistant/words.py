"""Words that say little of what a question is about, folded (without diacritics)."""

# Words that carry no content at all.
CONTENT_FREE = frozenset(
    """
    ai gi nao sao may dau nhieu bao gio the vi khong chua ha a nhi vay u phai
    la va cua cho ve trong tai theo voi de khi nay do kia ay cac nhung mot duoc bi co o den tu thi ma hay hoac cung
    con nua roi rang neu tren duoi vao ra len xuong lai dang se da moi boi nham nhu hon rat qua chi nen can
    xin hoi toi minh em anh chi giup vui long biet cho hay neu ro noi ke ten dua
    """.split()  # noqa: SIM905
)

# Words by which a question speaks of the document or of the answer, not of the matter.
WEAK = frozenset(
    """
    ke hoach van ban tai lieu quy dinh de cap trinh bay muon yeu cau xac dinh dat dien dat hinh thuc loai kieu cach
    viec noi dung van de tinh trang doi lien quan thuoc truong hop nhu phan muc cau giai thich dieu khac
    nhau so sanh lam thuc hien nhom diem bang nguyen tac huong
    """.split()  # noqa: SIM905
)
WEAK_SHARE = 0.35  # of an ordinary word's weight
