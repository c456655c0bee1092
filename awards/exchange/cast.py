"""The cast of the demonstration: who they are, how they sign in. Only facts: they are made elsewhere."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from emulation.accounts.demonstration import Persona, register
from emulation.accounts.models import Role


@dataclass(frozen=True)
class Part:
    """A person of the demonstration with the role and the unit they act for."""

    persona: Persona
    full_name: str
    office: str = ""
    role: str = ""
    unit: str = ""
    heads_unit: bool = False
    is_administrator: bool = False


CAST = (
    Part(
        Persona("thuongtruc", "ThuongTruc-2022", _("Standing body; also acts for Vụ Thi đua - Khen thưởng")),
        "Cán bộ cơ quan thường trực (trình diễn)",
        office="Chuyên viên Vụ Thi đua - Khen thưởng",
        role=Role.STANDING_BODY,
        unit="btp-vu-tdkt",
    ),
    Part(
        Persona("truongcum1", "TruongCum1-2022", _("Head of Cụm I: acts for Cục Kế hoạch - Tài chính")),
        "Trưởng Cụm I (trình diễn)",
        office="Cục Kế hoạch - Tài chính",
        unit="btp-cuc-khtc",
        heads_unit=True,
    ),
    Part(
        Persona("photruong1", "PhoTruong1-2022", _("Deputy of Cụm I: acts for Thanh tra Bộ")),
        "Phó Trưởng Cụm I (trình diễn)",
        office="Thanh tra Bộ",
        unit="btp-thanh-tra",
        heads_unit=True,
    ),
    Part(
        Persona("vanphongbo", "VanPhongBo-2022", _("Contact of Văn phòng Bộ: fills its sheet")),
        "Đầu mối Văn phòng Bộ (trình diễn)",
        office="Chuyên viên Văn phòng Bộ",
        unit="btp-van-phong-bo",
    ),
    Part(
        Persona("nguoixem", "NguoiXem-2022", _("Viewer: reads everything, changes nothing")),
        "Người xem (trình diễn)",
        role=Role.VIEWER,
    ),
    Part(
        Persona("quantri", "QuanTri-He-Thong-2022", _("System administrator: people, roles, console")),
        "Quản trị hệ thống (trình diễn)",
        role=Role.ADMINISTRATOR,
        is_administrator=True,
    ),
)


def register_cast() -> None:
    """Show the cast on the sign-in page of the demonstration."""
    for part in CAST:
        register(part.persona)
