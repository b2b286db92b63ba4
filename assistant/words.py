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

# The same two kinds as whole words with their diacritics, for texts cut into words: "cầu" is no "câu".
FREE_WORDS = frozenset(
    word.strip()
    for line in """
    ai|gì|nào|sao|ra sao|mấy|đâu|bao nhiêu|nhiêu|bao giờ|bao|giờ|thế|thế nào|như thế nào|như|vì|vì sao|không|chưa|hả|à|nhỉ|vậy|ư|u
    phải|là|và|của|cho|về|trong|tại|theo|với|để|khi|khi nào|này|đó|kia|ấy|các|những|một|được|bị|có|ở|đến|tới|từ|thì|mà|hay|hoặc
    cũng|còn|nữa|rồi|rằng|nếu|trên|dưới|vào|ra|lên|xuống|lại|đang|sẽ|đã|mỗi|bởi|nhằm|hơn|rất|quá|chỉ|nên|cần|xin|hỏi|xin hỏi|tôi
    mình|em|anh|chị|bạn|giúp|vui lòng|biết|cho biết|hãy|nêu|nêu rõ|rõ|nói|kể|kể tên|tên|đưa|ạ|dạ|nhé|nhỉ|ơi|ngoài|cả|đều|do|bằng
    gồm|bao gồm|việc|điều|cái|sự|cuộc|làm|đi|nhất|cùng|cả|lẫn|vẫn|đấy|đây|nó|họ|ta|chúng|chúng ta|của mình|bên|lúc|lúc nào|luôn
    thì sao|phải|có phải|phải không|nhiều|ban nãy|vừa|thật|đúng không|được không|hay không|là gì|cơ mà|như thế|như nào|kể từ|vào lúc|kiểu|kiểu gì|tóm tắt|tóm lược|khái quát|j|z|dc|đc|fải|trc|bn|k|ko|vs|ntn
    """.strip().splitlines()
    for word in line.split("|")
)
WEAK_WORDS = frozenset(
    word.strip()
    for line in """
    kế hoạch|văn bản|tài liệu|quy định|được quy định|đề cập|trình bày|muốn|yêu cầu|xác định|được xác định|diễn đạt|hình thức|loại|các loại
    cách|nội dung|vấn đề|tình trạng|đối với|liên quan|thuộc|trường hợp|phần|mục|câu|từ|giải thích|khác|khác nhau|so sánh|thực hiện
    nhóm|điểm|nguyên tắc|hướng|theo hướng|đặc điểm|hiểu|được hiểu|nghĩa|nghĩa là|định nghĩa|khái niệm|xem|viết
    chào|cảm ơn|cám ơn|nhắc|nhắc đến|nhắc tới|hiện hành|luật|nghị định|theo luật|luật này|chỗ|chỗ nào|thông tin|chi tiết|cụ thể|đầy đủ
    đủ|hết|toàn bộ|tất cả|liệt kê|danh sách|thế nào|nhau|cảm ơn|tổ chức|cơ quan|đơn vị|người|ra|tự|riêng|hiện nay|nay|hồi|lần|lượt|số|đặt|đặt ra
    coi|được coi|gọi|gọi là|nhiệm vụ|trách nhiệm|chịu trách nhiệm|giao|được giao|đảm nhận|phụ trách|giải pháp|mục tiêu|phương án|ý|ý kiến
    tỉnh|địa phương|nhằm mục đích|mục đích|loại hình|dạng|kể rõ|dùng|sử dụng|cần phải|trở thành
    """.strip().splitlines()
    for word in line.split("|")
)
