"""Who is in register, who waits for release, who came and who went."""

from __future__ import annotations

from django.db.models import Q

from yipanqi.measures.measure import Asked, Counts, Measure, Rate
from yipanqi.records.models import EndKind
from yipanqi.records.register import expired_unconfirmed, release_overdue, running

ENDED_AS_ORDERED = (EndKind.RELEASED, EndKind.PARDONED)
ENDED_OTHERWISE = (EndKind.PROBATION_REVOKED, EndKind.PAROLE_REVOKED, EndKind.RECALLED, EndKind.DIED)


def _running(asked: Asked) -> Q:
    return running(asked.on)


def _expired(asked: Asked) -> Q:
    return expired_unconfirmed(asked.on)


def _unreleased(asked: Asked) -> Q:
    return release_overdue(asked.on)


def _received(asked: Asked) -> Q:
    return Q(received_on__range=(asked.from_on, asked.on))


def ended_in(asked: Asked) -> Q:
    """Cases that ended in the period, however."""
    return Q(ended_on__range=(asked.from_on, asked.on))


def _released(asked: Asked) -> Q:
    return ended_in(asked) & Q(ended_kind__in=ENDED_AS_ORDERED)


def _terminated(asked: Asked) -> Q:
    return ended_in(asked) & Q(ended_kind__in=ENDED_OTHERWISE)


def _phone_checked(asked: Asked) -> Q:
    return running(asked.on) & Q(phone_checked_since__lte=asked.on)


IN_REGISTER = Measure(
    "in_register", "在册", Counts.PERSONS, "当日有在矫案件的人数，一人多案只计一人；期满待核的不计入。", _running
)
RUNNING = Measure(
    "running", "在矫", Counts.CASES, "当日已登记、未结束且矫正期限未届满的案件数；期满待核的不计入。", _running
)
EXPIRED = Measure(
    "expired",
    "期满待核",
    Counts.CASES,
    "导入台账时印载的矫正期限已经届满、尚未核对解除的案件数，不计入在矫。",
    _expired,
)
UNRELEASED = Measure(
    "unreleased",
    "超期未解除",
    Counts.CASES,
    "在本市执行期间矫正期限届满而未办理解除的案件数，不计入在矫。",
    _unreleased,
)
RECEIVED = Measure("received", "新接收", Counts.CASES, "登记日期在期间内的案件数，含台账导入建档的案件。", _received)
RELEASED = Measure("released", "解除", Counts.CASES, "解除日期在期间内的案件数（期满、赦免）。", _released)
TERMINATED = Measure(
    "terminated", "终止", Counts.CASES, "终止日期在期间内的案件数（撤销缓刑、撤销假释、收监执行、死亡）。", _terminated
)
PHONE_CHECKED = Measure(
    "phone_checked", "已开通手机核查", Counts.CASES, "在矫案件中已开通手机核查（信息化核查）的件数。", _phone_checked
)
PHONE_CHECK_RATE = Rate(
    "phone_check_rate",
    "信息化核查覆盖率",
    "已开通手机核查的在矫案件 ÷ 在矫案件。手机核查不是电子定位装置（社区矫正法第29条），两者分开统计。",
    PHONE_CHECKED,
    RUNNING,
)
