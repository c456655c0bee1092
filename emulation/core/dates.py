"""Dates as officials write them."""

import datetime as dt
import re

from emulation.core.errors import Refused, gettext_noop

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


def parse_date(text: str) -> dt.date:
    """Read dd/mm/yyyy (also with dots or dashes). Refuses any other order and days that do not exist."""
    match = _DAY_FIRST.fullmatch(text.strip())
    if match:
        day, month, year = (int(part) for part in match.groups())
        try:
            return dt.date(year, month, day)
        except ValueError:
            pass
    raise Refused(
        gettext_noop("“%(text)s” is not a date. Type day/month/year, for example 05/11/2022."), text=text[:40]
    )


def date_text(value: dt.date | None) -> str:
    """Write dd/mm/yyyy."""
    return "" if value is None else value.strftime("%d/%m/%Y")


def formal_date(value: dt.date) -> str:
    """Write a date as Nghị định 30/2020/NĐ-CP asks: a leading zero for days below 10 and months 1 and 2."""
    month = f"{value.month:02d}" if value.month <= 2 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def days_left(until: dt.date, today: dt.date) -> int:
    """Count calendar days to a deadline: 0 on the day itself, negative when it has passed."""
    return (until - today).days
