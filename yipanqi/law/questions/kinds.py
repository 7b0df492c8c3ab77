"""Questions about dates and places: effect, term, due dates, leave, recurring travel, absence, execution place."""

from __future__ import annotations

from collections.abc import Callable

from yipanqi.law.conclusions import MissingFact, Unanswerable
from yipanqi.law.decisions.absence import Absence, judge_absence
from yipanqi.law.decisions.execution_place import Address, AddressKind, find_execution_place
from yipanqi.law.decisions.leave import Leave, decide_leave, require_days
from yipanqi.law.decisions.recurring_travel import RecurringTravel, decide_recurring_travel
from yipanqi.law.effect import Service, effective_date
from yipanqi.law.facts import Category, Penalty
from yipanqi.law.questions.asked import Asked, Setting
from yipanqi.law.questions.due import last_day
from yipanqi.law.questions.replies import reply
from yipanqi.law.term_facts import TermFacts
from yipanqi.law.terms import compute_term


def effective_on(asked: Asked, setting: Setting) -> dict[str, object]:
    """When a judgment or ruling takes effect."""
    instance = asked.whole("instance", largest=2)
    if instance == 0:
        raise Unanswerable("instance 应为 1（第一审）或 2（第二审）。")
    service = Service(
        received_on=asked.dates("received_on"),
        in_custody=asked.flag("in_custody"),
        instance=instance or 1,
        is_ruling=bool(asked.flag("is_ruling")),
        withdrawn_on=asked.date("withdrawn_on"),
        second_instance_served_on=asked.date("second_instance_served_on"),
    )
    return reply(effective_date(service, calendar=setting.calendar, region=setting.region))


def term(asked: Asked, setting: Setting) -> dict[str, object]:
    """The end of a term and of its 禁止令."""
    facts = TermFacts(
        category=asked.required("category", Category, "四类对象的期限算法不同"),
        start_on=asked.date("start_on"),
        penalty=asked.choice("penalty", Penalty),
        combined=bool(asked.flag("combined")),
        sentence_ends_on=asked.date("sentence_ends_on"),
        custody_days=asked.whole("custody_days") or 0,
        residential_custody_days=asked.whole("residential_custody_days") or 0,
        days_not_counted=asked.whole("days_not_counted") or 0,
        **{
            name: asked.whole(name, largest=100 if name.endswith("years") else 1200) or 0
            for name in ("years", "months", "sentence_years", "sentence_months", "order_years", "order_months")
        },
    )
    return reply(compute_term(facts, region=setting.region))


def leave(asked: Asked, setting: Setting) -> dict[str, object]:
    """Who approves leave."""
    from_on, to_on = require_days(asked.date("from_on"), asked.date("to_on"))
    asked.choice("category", Category)
    spans = [require_days(item.date("from_on"), item.date("to_on")) for item in asked.items("previous")]
    wanted = Leave(
        from_on=from_on,
        to_on=to_on,
        previous=tuple(spans),
        delegated=asked.flag("delegated"),
        origin=asked.text("origin"),
        destination=asked.text("destination"),
        reason=asked.text("reason"),
    )
    return reply(decide_leave(wanted, region=setting.region), "level", "tell", "barred")


def recurring_travel(asked: Asked, setting: Setting) -> dict[str, object]:
    """Who approves recurring travel and until when."""
    travel = RecurringTravel(
        decided_on=asked.required_date("decided_on", "有效期自批准之日起算"),
        term_ends_on=asked.date("term_ends_on"),
        valid_months=asked.whole("valid_months", largest=1200),
    )
    return reply(decide_recurring_travel(travel, region=setting.region), "level")


_LATE = frozenset({"late_report", "late", "逾期报到", "不按规定时间报到", "late report"})
_LEFT = frozenset({"left", "absent", "脱离监管", "擅自离开", "未经批准离开"})


def absence(asked: Asked, setting: Setting) -> dict[str, object]:
    """Which measure an absence brings."""
    kind = asked.text("kind")
    late = kind in _LATE if kind else asked.has("due_on") and not asked.has("left_on")
    if kind and kind not in _LATE | _LEFT:
        raise Unanswerable(f"kind 的值“{kind}”不认识，可用：late_report（逾期报到）、left（脱离监管）。")
    start = "due_on" if late else "left_on"
    returned_on, as_of = asked.date("returned_on"), asked.date("as_of")
    until_on = returned_on or as_of
    since_on = asked.required_date(start, "须有报到期限末日" if late else "须有离开之日")
    if until_on is None:
        raise MissingFact("returned_on", "须有返回（报到）日期；尚未返回的，给出 as_of")
    return reply(
        judge_absence(
            Absence(
                late_report=late,
                since_on=since_on,
                until_on=until_on,
                still_out=returned_on is None,
                category=asked.choice("category", Category),
                good_reason=asked.flag("good_reason"),
            ),
            region=setting.region,
        )
    )


def execution_place(asked: Asked, _: Setting) -> dict[str, object]:
    """Where community correction is carried out."""
    addresses = []
    for item in asked.items("addresses"):
        county = item.text("county") or item.text("code") or item.text("place") or item.text("address")
        if county is None:
            raise MissingFact("addresses[].county", "每处地址须写明所在县（市、区）")
        addresses.append(
            Address(
                kind=item.required("kind", AddressKind, "须写明是户籍地、居住地还是经常居住地"),
                county=county,
                since_on=item.date("since_on") or item.date("since"),
                suitable=item.flag("suitable") is not False,
            )
        )
    return reply(find_execution_place(tuple(addresses)))


HANDLERS: dict[str, Callable[[Asked, Setting], dict[str, object]]] = {
    "effective_on": effective_on,
    "term": term,
    "due": last_day,
    "leave": leave,
    "recurring_travel": recurring_travel,
    "absence": absence,
    "execution_place": execution_place,
}
