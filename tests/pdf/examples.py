"""Documents to print, as frozen values: no database, figures and names of the test's own."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from functools import cache

from awards.reports.papers import (
    GroupScores,
    MovementPart,
    NominationLine,
    ProposalLine,
    ScoreLine,
    SummaryReportPaper,
)
from clusters.pledges.papers import MovementLine, PledgePaper, TargetLine, UnitTitles
from clusters.ranking.papers import Column, Line, Place, RankingPaper
from emulation.documents.context import SAMPLE_MARK, Bar, Heading, Letterhead, Signature
from emulation.documents.render import Sheet, render

UNITS = (
    "Văn phòng Bộ",
    "Vụ Tổ chức cán bộ",
    "Vụ Thi đua - Khen thưởng",
    "Văn phòng Đảng - Đoàn thể",
    "Cục Kế hoạch - Tài chính",
    "Cục Công nghệ thông tin",
    "Cục Công tác phía Nam",
    "Thanh tra Bộ",
    "Cục Quản lý xử lý vi phạm hành chính và theo dõi thi hành pháp luật",
    "Cục Kiểm tra văn bản quy phạm pháp luật",
    "Cục Trợ giúp pháp lý",
    "Vụ Pháp luật quốc tế",
    "Cục Hộ tịch, quốc tịch, chứng thực",
    "Cục Đăng ký quốc gia giao dịch bảo đảm",
)
HEAD = Signature("Trưởng Cụm thi đua số I", "Cục trưởng", "Phan Văn Trưởng", UNITS[4])


def pledge(signatories=8, targets=3, **fields):
    blocks = tuple(
        Signature(office="Thủ trưởng", name=f"Người Ký Thứ {place}", body=UNITS[place - 1])
        for place in range(1, signatories + 1)
    )
    paper = PledgePaper(
        title="Bản giao ước thi đua năm 2022 – Cụm thi đua số I",
        letterhead=Letterhead(
            "Cụm thi đua số I", upper="Bộ Tư pháp", place="Hà Nội", day=dt.date(2022, 2, 5)
        ),
        heading=Heading("Bản giao ước thi đua", "Năm 2022 của Cụm thi đua số I"),
        opening="Các đơn vị thành viên Cụm thi đua số I thống nhất ký kết giao ước thi đua năm 2022 với những nội dung sau:",
        theme=("“Đoàn kết, kỷ cương, trách nhiệm, sáng tạo”.",),
        goals=("Hoàn thành toàn diện nhiệm vụ chính trị được giao, bảo đảm tiến độ và chất lượng.",),
        movements=(MovementLine("Chung sức xây dựng nông thôn mới", "Hỗ trợ xã nghèo", "Quý I", "Quý IV"),),
        targets=tuple(
            TargetLine(f"Chỉ tiêu thứ {place}", Decimal(1000 * place), "hồ sơ", "được giao")
            for place in range(1, targets + 1)
        ),
        titles=tuple(UnitTitles(unit, ("Tập thể lao động xuất sắc",)) for unit in UNITS[:3]),
        commitment=("Các đơn vị cam kết thực hiện nghiêm túc.",),
        members=blocks,
        witnesses=(Signature("", "Vụ trưởng", "Nguyễn Thị Chứng", UNITS[2], "Đại diện cơ quan chứng kiến"),),
        head=replace(HEAD, role=HEAD.authority, authority=""),
    )
    return Sheet("documents/pledge.html", replace(paper, **fields))


def ranking(members=8, leaves=12, sections=2, **fields):
    names = (UNITS * 3)[:members]
    lines = []
    for section in range(1, sections + 1):
        lines.append(Line(f"S{section}", f"Mục {section}", "60,00", ("57,00",) * members, 0, is_section=True))
        lines += [
            Line(f"S{section}.{leaf}", f"Tiêu chí {section}.{leaf}", "5,00", ("4,75",) * members, 1)
            for leaf in range(1, leaves + 1)
        ]
    paper = RankingPaper(
        title="Bảng tổng hợp điểm, xếp hạng (dự kiến) năm 2022",
        letterhead=Letterhead("Cục Kế hoạch - Tài chính", upper="Bộ Tư pháp", place="Hà Nội", year=2022),
        heading=Heading("Bảng tổng hợp điểm, xếp hạng (dự kiến)", "Năm 2022 – Cụm thi đua số I"),
        columns=tuple(Column(name, "114,00", str(place)) for place, name in enumerate(names, start=1)),
        lines=tuple(lines),
        maximum="120,00",
        notes=("Điểm trong bảng là điểm thẩm định.",),
        places=tuple(Place(str(place), name, "114,00") for place, name in enumerate(names, start=1)),
        signature=HEAD,
        recipients=("Cơ quan thường trực (để báo cáo)",),
        archive="VT",
    )
    return Sheet("documents/ranking.html", replace(paper, **fields))


def report(paragraphs=3, **fields):
    paper = SummaryReportPaper(
        title="Báo cáo tổng kết năm 2022 – Cụm thi đua số I",
        letterhead=Letterhead(
            "Cục Kế hoạch - Tài chính",
            upper="Bộ Tư pháp",
            symbol="BC-KHTC",
            number=5,
            place="Hà Nội",
            day=dt.date(2022, 11, 25),
        ),
        heading=Heading("Báo cáo", "Tổng kết công tác thi đua năm 2022 của Cụm thi đua số I"),
        opening=("Năm 2022, Cụm thi đua số I có 8 đơn vị thành viên.",),
        results=("Các đơn vị trong Cụm đã tổ chức thực hiện toàn diện nhiệm vụ được giao trong năm.",)
        * paragraphs,
        movements=(
            MovementPart("Chung sức xây dựng nông thôn mới", "Chuyên đề.", ("Hỗ trợ: 1.300.000.000 đồng.",)),
        ),
        inspections=("Đã có điểm kiểm tra chéo của 6/8 đơn vị thành viên.",),
        groups=(
            GroupScores(
                "Các đơn vị thành viên",
                "Kết quả xếp hạng dự kiến.",
                lines=tuple(ScoreLine(unit, "110,00", verified="108,50") for unit in UNITS[:3]),
                bars=(
                    Bar(UNITS[0], "108,50", "1", Decimal(1)),
                    Bar(UNITS[1], "54,25", "2", Decimal("0.5")),
                    Bar(UNITS[2], "", note="Chưa chấm đủ: 3/24 tiêu chí"),
                ),
            ),
        ),
        nominations=(NominationLine(UNITS[0], "Cờ thi đua ngành Tư pháp", "Bỏ phiếu: 7/8 phiếu"),),
        weaknesses=("Phong trào chuyên đề còn ít.",),
        directions=("Đổi mới công tác thi đua.",),
        asked=(ProposalLine("Đơn vị A: thêm phong trào.", "Trả lời: tiếp thu."),),
        next_year=2023,
        leaders_title="Trưởng cụm, Phó Trưởng cụm",
        next_leaders=("Trưởng cụm: Thanh tra Bộ.",),
        closing="Trên đây là Báo cáo tổng kết năm 2022.",
        signature=HEAD,
        recipients=("Cơ quan thường trực (để báo cáo)",),
        archive="VT",
    )
    return Sheet("documents/summary_report.html", replace(paper, **fields))


@cache
def made(sheet):
    """The PDF of a sheet; the same sheet is laid out once."""
    return render([sheet]).pdf


def sample(sheet):
    return replace(sheet, paper=replace(sheet.paper, mark=SAMPLE_MARK))
