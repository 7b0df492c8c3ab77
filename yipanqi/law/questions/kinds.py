"""Questions about dates and places: effect, term, due dates, leave, recurring travel, absence, execution place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from yipanqi.law.conclusions import MissingFact, Unanswerable
from yipanqi.law.days import Deadline, earlier_months_end, month_end
from yipanqi.law.decisions.absence import Absence, judge_absence
from yipanqi.law.decisions.execution_place import Address, AddressKind, find_execution_place
from yipanqi.law.decisions.leave import Leave, decide_leave, require_days
from yipanqi.law.decisions.recurring_travel import RecurringTravel, decide_recurring_travel
from yipanqi.law.duties import RULES, device, medical
from yipanqi.law.effect import Service, effective_date
from yipanqi.law.facts import Category, Penalty
from yipanqi.law.questions.asked import Asked, Setting, read_instant
from yipanqi.law.questions.replies import certainty_word, reply
from yipanqi.law.rules import ROLL_READING, Limit, Rule, Unit
from yipanqi.law.sources import Certainty, Dated, weakest
from yipanqi.law.term_facts import TermFacts
from yipanqi.law.terms import compute_term

# counted otherwise than by a plain limit: within the calendar month; the earlier of two readings
_COUNTED: dict[str, Callable[[date, int], date]] = {
    medical.BODY_REPORT.name: lambda start, months: month_end(start.year, start.month + months - 1),
    device.REMOVE.name: earlier_months_end,
}
_WITHIN_TERM = frozenset({device.REMOVE.name, medical.BODY_REPORT.name, medical.REVIEW.name, "permits.end_travel"})
_OFFSET_READING = "from_at 未写时区，按北京时间理解"


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


def due(asked: Asked, setting: Setting) -> dict[str, object]:
    """The last day (or minute) of a rule's limit."""
    rule = _rule(asked)
    limit = _limit(asked, rule)
    if limit.unit is Unit.IMMEDIATE:
        asked.has("from_on")
        asked.has("from_at")
        return {
            "raw_on": None,
            "due_on": None,
            "rolled": False,
            "immediate": True,
            **_grounds(rule, f"{rule.title}应当及时（立即）办理，法律没有规定天数。", rule.status, ""),
        }
    if limit.unit is Unit.HOURS:
        return _due_at(asked, setting, rule, limit)
    return _due_on(asked, setting, rule, limit)


def _limit(asked: Asked, rule: Rule) -> Limit:
    """The rule's limit, or the variant brought about by a fact (expedited), a level (严管) or a row (D2)."""
    said = {name for name in rule.variants if name.isidentifier() and name.isascii() and asked.flag(name)}
    said.add(asked.text("level") or "")
    if asked.text("rule") == "D2":
        said.add("expedited")
    return next((limit for name, limit in rule.variants.items() if name in said), rule.limit)


def _rule(asked: Asked) -> Rule:
    name = asked.text("rule")
    if name is None:
        raise MissingFact("rule", "须写明规则名称，见 yipanqi law rules")
    found = RULES.get(name) or next(
        (rule for rule in RULES.values() if name == rule.title or name in rule.clock.split("、")), None
    )
    if found is None:
        raise Unanswerable(f"没有名为“{name}”的规则，规则名称见 yipanqi law rules。")
    return found


def _open(dated: Dated[int] | Dated[int | None]) -> Dated[int | None]:
    return cast("Dated[int | None]", dated)


def _amount(setting: Setting, rule: Rule, limit: Limit, day: date) -> int:
    amount = None if limit.number is None else setting.region.value(_open(limit.number), day)
    if amount is None:
        raise Unanswerable(f"“{rule.title}”的期限法律没有规定天数，由省、市设定，目前尚未设定，不能计算。")
    return amount


def _deadline(rule: Rule, limit: Limit, start: date, amount: int, setting: Setting) -> Deadline:
    counted = _COUNTED.get(rule.name)
    if counted is None:
        return limit.deadline(start, amount, setting.calendar)
    last = counted(start, amount)
    return Deadline(last, last)


def _due_on(asked: Asked, setting: Setting, rule: Rule, limit: Limit) -> dict[str, object]:
    what = rule.from_what or "起算之日"
    start = asked.date("from_on") or asked.date("from_at") or asked.required_date("from_on", f"自{what}起算")
    if limit.unit is Unit.EVENT:
        return {
            "raw_on": start.isoformat(),
            "due_on": start.isoformat(),
            "rolled": False,
            **_grounds(rule, f"{rule.title}于{what}当日（{start}）办理。", rule.status, ""),
        }
    if limit.unit is Unit.OPEN:
        raise Unanswerable(f"“{rule.title}”法律没有规定期限，不能计算日期。")
    amount = _amount(setting, rule, limit, start)
    deadline = _deadline(rule, limit, start, amount, setting)
    term_ends_on = asked.date("term_ends_on")
    if rule.name in _WITHIN_TERM and term_ends_on is not None and deadline.due_on > term_ends_on:
        deadline = Deadline(term_ends_on, term_ends_on)
    direction = "前" if limit.ahead else "，次日起算"
    because = f"{what}为{start}{direction}{amount}{limit.unit.value}，至{deadline.raw_on}"
    if rule.name in _COUNTED:
        because = f"自{start}，{rule.assumption}，至{deadline.raw_on}"
    if deadline.rolled:
        because += f"，该日为休息日，顺延至{deadline.due_on}"
    reading = ROLL_READING if deadline.rolled else ""
    found: dict[str, object] = {
        "raw_on": deadline.raw_on.isoformat(),
        "due_on": deadline.due_on.isoformat(),
        "rolled": deadline.rolled,
        **_grounds(rule, because + "。", rule.status, reading),
    }
    if deadline.provisional:
        found["provisional"] = True
    return found


def _due_at(asked: Asked, setting: Setting, rule: Rule, limit: Limit) -> dict[str, object]:
    raw = asked.raw("from_at")
    if raw is None:
        raise MissingFact("from_at", "按小时计算的期限须有起算的时刻")
    start, naive = read_instant(raw, "from_at")
    amount = _amount(setting, rule, limit, start.date())
    due_at = limit.instant(start, amount)
    because = f"自{start:%Y-%m-%d %H:%M}起{amount}小时，至{due_at:%Y-%m-%d %H:%M}，不因休息日顺延。"
    return {
        "raw_on": due_at.date().isoformat(),
        "due_at": due_at.isoformat(),
        "rolled": False,
        **_grounds(rule, because, rule.status, _OFFSET_READING if naive else ""),
    }


def _grounds(rule: Rule, because: str, certainty: Certainty, reading: str) -> dict[str, object]:
    assumption = "；".join(text for text in (rule.assumption, reading) if text)
    known = weakest(certainty, Certainty.ASSUMED) if reading else certainty
    found: dict[str, object] = {
        "basis": [article.cite for article in rule.basis],
        "because": because,
        "certainty": certainty_word(known),
    }
    if assumption:
        found["assumption"] = assumption
    return found


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
    "due": due,
    "leave": leave,
    "recurring_travel": recurring_travel,
    "absence": absence,
    "execution_place": execution_place,
}
