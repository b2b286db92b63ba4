"""The words by which a body and a duty open: what bodies are called, and what officials are charged to do.

Pattern sources, put together in ``assistant.tables.subjects``. A word that also means something else
carries what may not stand beside it ("Ban" but not "ban hành", "trình" but not "chương trình").
"""

EVERY = r"(?:(?:[Cc]ác|[Nn]hững|[Mm]ỗi|[Mm]ọi|[Tt]ất cả các|[Tt]oàn thể)\s+)?"
# What bodies are called. Lower and upper case: "đảng đoàn", "Đảng đoàn".
CALLED = (
    "Ban(?! hành)", "Bộ(?! luật)(?! tiêu)", "Sở(?! hữu)", "Cục", "Vụ(?! việc)(?! án)", "Chi cục", "Tổng cục", "Phòng(?! [,ngc]\\w)(?!,)",
    "Văn phòng", "Thanh tra(?=\\s+(?:\\w*[A-ZĐ]|tỉnh|huyện|bộ|sở|nhà nước|nhân dân|các|thành phố))",
    "Kiểm toán [Nn]hà nước", "Viện(?! dẫn)(?! trợ)", "Tòa án", "Toà án", "Ngân hàng", "Kho bạc", "Bảo hiểm xã hội",
    "Công an", "Quân đội", "Bộ đội", "Bộ đội Biên phòng", "Hải quan", "Cảnh sát", "Dân quân",
    "Chính phủ", "Quốc hội", "Thủ tướng", "Phó Thủ tướng", "Bộ trưởng", "Thủ trưởng", "Chủ tịch", "Giám đốc", "Chánh án",
    "Chánh Văn phòng", "Viện trưởng", "Tổng Giám đốc", "Hiệu trưởng", "Trưởng ban", "Chủ đầu tư", "Nhà nước(?! và)", "Bí thư",
    "Ủy ban", "Uỷ ban", "UBND", "HĐND", "Hội đồng", "Thường trực", "Tỉnh ủy", "Tỉnh uỷ", "Thành ủy", "Huyện ủy", "huyện uỷ",
    "Đảng(?! viên)(?=\\s+(?:đoàn|ủy|uỷ|bộ))", "Cấp ủy", "cấp uỷ", "Chi bộ", "Mặt trận", "MTTQ", "Tỉnh đoàn", "Đoàn(?=\\s+(?:Thanh|đại|kiểm|thanh|thể|[A-Z]))",
    "Hội(?! nghị)(?! nhập)(?! thảo)(?=\\s+[A-ZĐ])", "Liên đoàn", "Hiệp hội", "Công đoàn", "Liên minh", "Liên hiệp",
    "Cơ quan", "Đơn vị", "Địa phương", "Doanh nghiệp", "Cá nhân", "Cán bộ", "Công chức", "Viên chức",
    "Người có thẩm quyền", "Cơ quan có thẩm quyền", "Cấp có thẩm quyền", "Cấp phó", "Người(?=\\s)(?! dân\\b)", "Bên(?=\\s+(?:nhận|gửi|mua|bán|giao|thuê|[AB]\\b))", "Chính quyền", "Lãnh đạo(?=\\s+(?:các|đơn|cơ|sở|\\w*[A-ZĐ]))",
    "Trường(?=\\s+(?:[A-ZĐ]|đại|cao|trung|tiểu|mầm))", "Bệnh viện", "Trung tâm", "Tổ(?=\\s+(?:công tác|giúp|chuyên|trưởng))", "Tập đoàn",
    "Tổng công ty", "Công ty", "Nhà thầu", "Nhà đầu tư", "Hợp tác xã", "Cơ sở(?=\\s+(?:giáo|đào|y tế|khám|sản|kinh))",
    "Tổ chức(?=\\s*(?:,|và\\b|hoặc\\b|đảng\\b|chính trị|xã hội|đoàn thể|cá nhân|được\\b|có\\b|nhận\\b|khác\\b|tín dụng|hành chính|sự nghiệp|nhà nước|quản lý|chủ trì|cơ sở))",
    "Ngành(?=\\s)", "Các cấp", "các ngành", "Huyện(?=\\s)", "Thành phố(?=\\s)", "Thị xã(?=\\s)", "Xã(?! hội)(?=\\s)", "Phường(?=\\s)",
    "Hộ gia đình", "Công dân", "Thanh niên", "Gia đình", "Cha mẹ",
)  # fmt: skip
HEAD = "|".join(f"[{called[0].lower()}{called[0].upper()}]{called[1:]}" for called in CALLED)

# Verbs and adverbs that open what a body must do.
VERBS = """
chủ trì|chủ động|phối hợp|lãnh đạo|chỉ đạo|định hướng|hướng dẫn|kiểm tra|giám sát|thanh tra|kiểm toán|theo dõi|đôn đốc|kiểm soát|
thực hiện|triển khai|xây dựng|ban hành|tham mưu|đề xuất|báo cáo|(?<!chương )(?<!quá )(?<!công )(?<!quy )(?<!lộ )(?<!hành )trình|quy định|ra quyết định|quyết định|phê duyệt|thẩm định|thẩm tra|rà soát|bổ sung|
sửa đổi|hoàn thiện|đẩy mạnh|tăng cường|tiếp tục|tập trung|quán triệt|tuyên truyền|phổ biến|vận động|quản lý|bố trí|bảo đảm|đảm bảo|
huy động|phân công|phân cấp|phân bổ|giao(?! thông| dịch| kết| nhận| lưu| tiếp)|cử|tổng hợp|cung cấp|công bố|công khai|(?<!công )(?<!độc )(?<!dân )(?<!tư )lập|mở|ký|(?<!các )(?<!cung )(?<!trung )(?<!cao )(?<!sơ )(?<!trợ )(?<!phân )cấp(?!,)(?! (?:ủy|uỷ|phó|trên|dưới|có|trưởng|tỉnh|huyện|xã|bộ|trung ương|cơ sở|học))|thu hồi|xử lý|giải quyết|tiếp nhận|đăng ký|
chuyển|gửi|thông báo|báo(?! chí)|lưu(?! trú| hành| thông| lượng| động)|giữ|bảo quản|sử dụng|cập nhật|đánh giá|sơ kết|tổng kết|nghiên cứu|ứng dụng|đào tạo|bồi dưỡng|tuyển dụng|
khen thưởng|hỗ trợ|(?<!đào )tạo|chấp hành|tuân thủ|nộp lưu|nộp|tham gia|kiến nghị|cho ý kiến|ghi|thay mặt|tự|hủy bỏ|huỷ bỏ|bàn giao|chăm lo|chú trọng|nâng cao|
thúc đẩy|phát huy|phát triển|phát hiện|phát động|khuyến khích|thống nhất|xem xét|xác định|thu thập|duy trì|chuẩn bị|đầu tư|thường xuyên|
kịp thời|khẩn trương|định kỳ|trực tiếp|thành lập|thiết lập|phát hành|thông qua|cụ thể hóa|cụ thể hoá|đối chiếu|loại ra|chỉnh sửa|hoàn thành|
viết|liên kết|in|số hóa|trả|(?<!chứng )(?<!công )(?<!xác )(?<!cá )nhận|đưa|phải|chịu trách nhiệm|có trách nhiệm|có nhiệm vụ|có biện pháp|có chính sách|có kế hoạch|có nghĩa vụ|đề nghị|yêu cầu|cân đối|
(?<!giới )tính(?! chất| mạng| năng)|bảo vệ|phòng ngừa|ngăn chặn|điều tra|khắc phục|giáo dục|giúp|đề ra|điều phối|thu(?! nhập)|chi(?! phí| nhánh| tiết| cục| bộ)|trích|ưu tiên|đổi mới|lồng ghép|gắn|
phản biện|phản ánh|tư vấn|đại diện|tiến hành|khảo sát|lấy ý kiến|niêm yết|điều chỉnh|lựa chọn|kêu gọi|xúc tiến|thu hút|giới thiệu|
tôn trọng|học tập|rèn luyện|thi hành|áp dụng|dành|khai thác|vận hành|tháo gỡ|soạn thảo|thay đổi|kết nối|kết hợp|nêu cao|đề cao|tích cực|quan tâm|
tổ chức(?=\\s*,\\s*(?:chỉ đạo|triển khai|thực hiện|quản lý|hướng dẫn)|\\s+(?:thực hiện|triển khai|quán triệt|học tập|đào tạo|bồi dưỡng|lập|kiểm tra|rà soát|
tuyên truyền|các\\b|việc\\b|hội nghị|sơ kết|tổng kết|lấy ý kiến|đánh giá|xây dựng|thi hành|phổ biến|vận động|theo dõi|nghiên cứu|thu|cung cấp|tiếp))
""".replace("\n", "")
