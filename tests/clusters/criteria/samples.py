"""One sound rule of each kind: (least points, standard points, parameters)."""

from tests.factories.criteria import TIERS

NAMED = {"numerator": "Số việc đúng hạn", "denominator": "Tổng số việc"}
BACKLOG = {"numerator": "Số việc còn tồn", "denominator": "Tổng số việc theo kế hoạch"}

SAMPLES = {
    "group": ("0", "10", {}),
    "manual": ("0", "10", {}),
    "yes_no": ("0", "2", {}),
    "choice": (
        "0",
        "1",
        {
            "options": [
                {"value": "dung", "label": "Đúng thẩm quyền", "points": "1"},
                {"value": "mot-phan", "label": "Có báo cáo chưa đúng", "points": "0.5"},
                {"value": "khong", "label": "Không đúng", "points": "0"},
            ]
        },
    ),
    "percent_tiers": ("0", "2", TIERS),
    "days_late_tiers": (
        "0",
        "2",
        {
            "tiers": [
                {"to": "0", "points": "2"},
                {"from": "1", "to": "2", "points": "1.5"},
                {"from": "3", "to": "5", "points": "1"},
                {"from": "6", "to": "10", "points": "0.5"},
                {"from": "10", "from_open": True, "points": "0"},
            ]
        },
    ),
    "date_tiers": (
        "0",
        "1",
        {
            "label": "Ngày ban hành văn bản",
            "none": "0",
            "tiers": [
                {"to": "2022-02-28", "points": "1"},
                {"from": "2022-03-01", "to": "2022-03-31", "points": "0.5"},
                {"from": "2022-04-01", "points": "0"},
            ],
        },
    ),
    "proportional": ("0", "10", {"numerator": "Đã thực hiện", "denominator": "Kế hoạch"}),
    "leader_target": ("0", "20", {"target": "Chỉ tiêu được giao", "done": "Kết quả thực hiện"}),
    "count": ("0", "5", {"each": "0.5", "label": "Số sáng kiến được công nhận"}),
    "deduction": ("1", "6", {"each": "0.5"}),
    "deduction_tiers": (
        "0",
        "110",
        {
            **BACKLOG,
            "grain": "1",
            "tiers": [
                {"from": "1", "to": "10", "off": "10"},
                {"from": "11", "to": "20", "off": "20"},
                {"from": "21", "points": "0"},
            ],
        },
    ),
    "bonus": ("0", "5", {"each": "0.5"}),
    "external": ("0", "10", {"body": "Cục Công nghệ thông tin"}),
}
