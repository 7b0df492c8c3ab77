"""The last day, or minute, of any rule of the law, from the day its limit begins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from yipanqi.law.conclusions import MissingFact, Unanswerable
from yipanqi.law.days import Deadline, earlier_months_end, month_end, period_end
from yipanqi.law.decisions.absence import Threshold, threshold
from yipanqi.law.duties import RULES, device, education, medical, permits, revocation
from yipanqi.law.facts import Category
from yipanqi.law.parameters import SERVICE_HOURS, STUDY_HOURS
from yipanqi.law.questions.asked import Asked, Setting, read_instant
from yipanqi.law.questions.replies import certainty_word
from yipanqi.law.rules import ROLL_READING, Limit, Rule, Unit
from yipanqi.law.sources import SOURCES, Certainty, Dated, weakest

# counted otherwise than by a plain limit: within the calendar month; the earlier of two readings
_COUNTED: dict[str, Callable[[date, int], date]] = {
    medical.BODY_REPORT.name: lambda start, months: month_end(start.year, start.month + months - 1),
    device.REMOVE.name: earlier_months_end,
}
_WITHIN_TERM = frozenset(rule.name for rule in (device.REMOVE, medical.BODY_REPORT, medical.REVIEW, permits.TRAVEL))
_MONTHLY_HOURS = {education.STUDY.name: STUDY_HOURS, education.SERVE.name: SERVICE_HOURS}
_COUNTED_UNITS = {Unit.WORKDAYS: "个工作日"}
_OFFSET_READING = "from_at 未写时区，按北京时间理解"


def last_day(asked: Asked, setting: Setting) -> dict[str, object]:
    """The last day (or minute) of a rule's limit; `immediate` where the law says 及时 or 立即."""
    rung = threshold(asked.text("rule") or "")
    if rung is not None:
        return _rung(asked, setting, rung)
    rule = _rule(asked)
    limit = _limit(asked, rule)
    if limit.unit is Unit.IMMEDIATE:
        asked.has("from_on")
        asked.has("from_at")
        nothing: dict[str, object] = {"raw_on": None, "due_on": None, "rolled": False, "immediate": True}
        return {**nothing, **_grounds(rule, f"{rule.title}应当及时（立即）办理，法律没有规定天数。", "")}
    if limit.unit is Unit.HOURS:
        return _due_at(asked, setting, rule, limit)
    return _due_on(asked, setting, rule, limit)


def _rule(asked: Asked) -> Rule:
    name = asked.text("rule")
    if name is None:
        raise MissingFact("rule", "须写明规则名称，见 yipanqi law rules")
    named = [rule for rule in RULES.values() if name in (rule.name, rule.title, *rule.clock.split("、"))]
    if not named:
        raise Unanswerable(f"没有名为“{name}”的规则，规则名称见 yipanqi law rules。")
    return next((rule for rule in named if rule.limit.number is not None), named[0])


def _limit(asked: Asked, rule: Rule) -> Limit:
    """The rule's limit, or the variant brought about by a fact (expedited), a level (严管) or a row (D2)."""
    said = {name for name in rule.variants if name.isascii() and asked.flag(name)}
    said.add(asked.text("level") or "")
    if asked.text("rule") == "D2":
        said.add("expedited")
    return next((limit for name, limit in rule.variants.items() if name in said), rule.limit)


def _amount(setting: Setting, rule: Rule, limit: Limit, day: date) -> int:
    number = cast("Dated[int | None] | None", limit.number)
    amount = None if number is None else setting.region.value(number, day)
    if amount is None:
        raise Unanswerable(f"“{rule.title}”的期限法律没有规定天数，由省、市设定，目前尚未设定，不能计算。")
    return amount


def _due_on(asked: Asked, setting: Setting, rule: Rule, limit: Limit) -> dict[str, object]:
    what = rule.from_what or "起算之日"
    start = asked.date("from_on") or asked.date("from_at") or asked.required_date("from_on", f"自{what}起算")
    if rule.name in _MONTHLY_HOURS:
        return _monthly(setting, rule, start)
    if limit.unit is Unit.EVENT:
        return _answer(rule, Deadline(start, start), f"{what}为{start}，{rule.title}至迟于当日办理")
    if limit.unit is Unit.OPEN:
        raise Unanswerable(f"“{rule.title}”法律没有规定期限，不能计算日期。")
    amount = _amount(setting, rule, limit, start)
    deadline = _deadline(rule, limit, start, amount, setting)
    direction = "提前" if limit.ahead else "次日起算"
    counted = f"{amount}{_COUNTED_UNITS.get(limit.unit, limit.unit.value)}"
    because = f"{what}为{start}，{direction}{counted}，至{deadline.raw_on}"
    if rule.name in _COUNTED:
        because = f"自{start}起{counted}：{rule.assumption}，至{deadline.raw_on}"
    rival = _rival(asked, setting, rule, start)
    if rival is not None and rival.raw_on < deadline.raw_on:
        deadline, because = rival, f"{because}；监狱法第54条规定一个月，至{rival.raw_on}，取较早者"
    term_ends_on = asked.date("term_ends_on")
    if rule.name in _WITHIN_TERM and term_ends_on is not None and deadline.due_on > term_ends_on:
        deadline, because = Deadline(term_ends_on, term_ends_on), f"{because}，但不超过矫正期满日{term_ends_on}"
    return _answer(rule, deadline, because)


def _monthly(setting: Setting, rule: Rule, start: date) -> dict[str, object]:
    """Hours of a month, where province or city has set how many."""
    hours = setting.region.value(_MONTHLY_HOURS[rule.name], start)
    if hours is None:
        raise Unanswerable(f"“{rule.title}”的时数法律没有规定，由省、市设定，目前尚未设定，不能计算。")
    last = month_end(start.year, start.month)
    return _answer(rule, Deadline(last, last), f"{start.year}年{start.month}月应满{hours}小时，至{last}")


def _rung(asked: Asked, setting: Setting, rung: Threshold) -> dict[str, object]:
    """D24-D26: the last day of a threshold of an absence or a late report, which never rolls."""
    start = asked.date("from_on") or asked.required_date("from_on", "自离开之日（报到期限末日）起算")
    last, because = rung.last_day(start, setting.region)
    day = last.isoformat()
    return {
        "raw_on": day,
        "due_on": day,
        "rolled": False,
        "basis": [article.cite for article in rung.basis],
        "because": because,
        "certainty": certainty_word(Certainty.SECONDARY),
    }


def _deadline(rule: Rule, limit: Limit, start: date, amount: int, setting: Setting) -> Deadline:
    counted = _COUNTED.get(rule.name)
    if counted is None:
        return limit.deadline(start, amount, setting.calendar)
    last = counted(start, amount)
    return Deadline(last, last)


def _rival(asked: Asked, setting: Setting, rule: Rule, start: date) -> Deadline | None:
    """For parole the prison law gives the court one month since 2026-11-01 (监狱法 54)."""
    if rule is not revocation.RULE_ON:
        return None
    if asked.choice("category", Category) is not Category.PAROLE or not SOURCES["PRISON"].in_force(start):
        return None
    months = setting.region.value(revocation.PAROLE_MONTHS, start)
    return setting.calendar.roll(period_end(start, months=months))


def _answer(rule: Rule, deadline: Deadline, because: str) -> dict[str, object]:
    reading = ROLL_READING if deadline.rolled else ""
    if deadline.rolled:
        because += f"，该日为休息日，顺延至{deadline.due_on}"
    found: dict[str, object] = {
        "raw_on": deadline.raw_on.isoformat(),
        "due_on": deadline.due_on.isoformat(),
        "rolled": deadline.rolled,
        **_grounds(rule, f"{because}。", reading),
    }
    return {**found, "provisional": True} if deadline.provisional else found


def _due_at(asked: Asked, setting: Setting, rule: Rule, limit: Limit) -> dict[str, object]:
    raw = asked.raw("from_at")
    if raw is None:
        raise MissingFact("from_at", "按小时计算的期限须有起算的时刻")
    start, naive = read_instant(raw, "from_at")
    amount = _amount(setting, rule, limit, start.date())
    due_at = limit.instant(start, amount)
    because = f"自{start:%Y-%m-%d %H:%M}起{amount}小时，至{due_at:%Y-%m-%d %H:%M}，不因休息日顺延。"
    found: dict[str, object] = {"raw_on": due_at.date().isoformat(), "due_at": due_at.isoformat(), "rolled": False}
    return {**found, **_grounds(rule, because, _OFFSET_READING if naive else "")}


def _grounds(rule: Rule, because: str, reading: str) -> dict[str, object]:
    assumption = "；".join(text for text in (rule.assumption, reading) if text)
    known = weakest(rule.status, Certainty.ASSUMED) if reading else rule.status
    found: dict[str, object] = {
        "basis": [article.cite for article in rule.basis],
        "because": because,
        "certainty": certainty_word(known),
    }
    return {**found, "assumption": assumption} if assumption else found
