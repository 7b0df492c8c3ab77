"""Holiday notices: a year's days off and make-up working days, entered whole; provisional dates are asked again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import require
from yipanqi.actions import journal
from yipanqi.actions.act import Refused, act
from yipanqi.records.models import Holiday, HolidayNotice, Officer

MOST_DAYS_OFF = 60


class NoticeRefused(Refused):
    """The notice cannot be entered like that."""


@act
def enter_notice(
    *, by: Officer, year: int, off: Sequence[date], work: Sequence[date], source: str, now: datetime
) -> HolidayNotice:
    """Enter or replace the notice of a year; the next tick asks every case again."""
    require(by, Permission.EDIT_HOLIDAYS)
    refuse_days(year, off, work)
    if not source.strip():
        raise NoticeRefused("请写明通知的名称和文号，例如“国务院办公厅关于某年部分节假日安排的通知”。")
    Holiday.objects.filter(day__year=year).delete()
    Holiday.objects.bulk_create(
        Holiday(day=day, working=working, source=source.strip(), entered_by=by, entered_at=now)
        for working, days in ((False, off), (True, work))
        for day in sorted(days)
    )
    notice, _ = HolidayNotice.objects.update_or_create(
        year=year, defaults={"source": source.strip(), "entered_by": by, "entered_at": now}
    )
    journal.write("holiday.entered", by=by, at=now, year=year, off=len(off), work=len(work))
    return notice


def refuse_days(year: int, off: Sequence[date], work: Sequence[date]) -> None:
    """Refuse days that cannot be a notice.

    Raises:
        NoticeRefused: the sentence names the day and what is wrong with it.
    """
    for day in (*off, *work):
        if day.year != year:
            raise NoticeRefused(f"{day} 不在 {year} 年，请核对日期。")
    both = sorted(set(off) & set(work))
    if both:
        raise NoticeRefused(f"{both[0]} 既填了放假又填了上班，只能是其中一种。")
    if not off:
        raise NoticeRefused(f"没有填写 {year} 年的放假日期。")
    if len(off) > MOST_DAYS_OFF:
        raise NoticeRefused(f"填了 {len(off)} 天放假，超过 {MOST_DAYS_OFF} 天，请核对。")
    for day in work:
        if day.weekday() < 5:
            raise NoticeRefused(f"{day} 不是周六或者周日，不必填作调休上班。")
