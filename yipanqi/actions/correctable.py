"""Which facts of a case may be corrected: each with its Chinese name, its type and what it may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from yipanqi.actions.act import Refused
from yipanqi.law.facts import Category, CourtLevel, DecidedBy, Penalty, ReleaseGround
from yipanqi.law.regions.hubei import HUBEI
from yipanqi.records.models import Sex

Value = str | int | bool | date | None


class Kind(Enum):
    """How a fact is typed and entered."""

    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Fact:
    """One correctable fact: a column of the case, or of its person (`of_person`)."""

    name: str
    label: str
    kind: Kind
    of_person: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    most: int = 200
    may_be_future: bool = False


class FactRefused(Refused):
    """The value does not fit the fact; the sentence says what does."""


def _date(name: str, label: str, *, required: bool = False, may_be_future: bool = False) -> Fact:
    return Fact(name, label, Kind.DATE, required=required, may_be_future=may_be_future)


def _number(name: str, label: str, *, required: bool = False, most: int = 100) -> Fact:
    return Fact(name, label, Kind.NUMBER, required=required, most=most)


def _choice(name: str, label: str, choices: tuple[str, ...], *, required: bool = False) -> Fact:
    return Fact(name, label, Kind.CHOICE, required=required, choices=choices)


_ALL = (
    _choice("category", "矫正类别", tuple(c.value for c in Category), required=True),
    _choice("release_ground", "暂予监外执行事由", tuple(g.value for g in ReleaseGround)),
    Fact("crime", "罪名", Kind.TEXT),
    Fact("sentence_text", "原判刑罚（照录）", Kind.TEXT),
    _choice("sentence_kind", "刑种", tuple(p.value for p in Penalty)),
    _number("sentence_years", "刑期（年）"),
    _number("sentence_months", "刑期（月）", most=1200),
    _number("probation_years", "考验期（年）", most=10),
    _number("probation_months", "考验期（月）", most=120),
    _number("custody_days", "先行羁押天数", required=True, most=20_000),
    _number("residential_custody_days", "指定居所监视居住天数", required=True, most=20_000),
    _number("days_not_counted", "不计入执行刑期天数", required=True, most=20_000),
    Fact("supplementary_penalty", "附加刑", Kind.TEXT),
    Fact("decision_organ", "决定机关", Kind.TEXT, most=100),
    _choice("decided_by", "决定机关类型", tuple(d.value for d in DecidedBy)),
    _choice("court_level", "法院级别", tuple(c.value for c in CourtLevel)),
    Fact("doc_no", "法律文书号", Kind.TEXT, most=100),
    _date("decided_on", "判决（裁定、决定）日期"),
    _date("effective_on", "生效日期", may_be_future=True),
    _date("handover_from_on", "移送机关收到决定日期"),
    _date("handed_over_on", "移送交付日期"),
    _date("documents_received_on", "文书收到日期"),
    Fact("documents_complete", "文书齐全", Kind.YES_NO),
    _date("term_starts_on", "矫正开始日期", required=True, may_be_future=True),
    _date("term_ends_on", "矫正结束日期", required=True, may_be_future=True),
    _date("arrived_on", "报到日期"),
    _date("received_on", "登记日期", required=True),
    _date("phone_checked_since", "开通手机核查日期"),
    _choice("level", "管理等级", HUBEI.levels),
    Fact("sealed", "未成年人案件（封存）", Kind.YES_NO, required=True),
    Fact("name", "姓名", Kind.TEXT, of_person=True, required=True, most=50),
    Fact("former_name", "曾用名", Kind.TEXT, of_person=True, most=50),
    Fact("sex", "性别", Kind.CHOICE, of_person=True, required=True, choices=tuple(Sex.values)),
    Fact("born_on", "出生日期", Kind.DATE, of_person=True, required=True),
    Fact("ethnicity", "民族", Kind.TEXT, of_person=True, most=20),
    Fact("education", "文化程度", Kind.TEXT, of_person=True, most=30),
    Fact("household_address", "户籍地", Kind.TEXT, of_person=True),
    Fact("residence_address", "居住地", Kind.TEXT, of_person=True),
)
FACTS: dict[str, Fact] = {fact.name: fact for fact in _ALL}


def fact_named(name: str) -> Fact:
    """The fact of that name.

    Raises:
        FactRefused: it cannot be corrected here.
    """
    if name not in FACTS:
        raise FactRefused(f"“{name[:30]}”不是可以更正的事实。")
    return FACTS[name]


def read(fact: Fact, value: Value, today: date) -> Value:
    """The value as its type, from a form's text or as it is; empty is None (texts and choices: empty text).

    Raises:
        FactRefused: the sentence names the fact, the value and what would do.
    """
    if isinstance(value, str):
        value = value.strip() or None
    if value is None:
        if fact.required:
            raise FactRefused(f"“{fact.label}”不能为空。")
        return "" if fact.kind in (Kind.TEXT, Kind.CHOICE) else None
    return _READERS[fact.kind](fact, value, today)


def shown(value: Value) -> str:
    """The value as a sentence shows it."""
    if value is None or value == "":
        return "空"
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


def _read_date(fact: Fact, value: Value, today: date) -> Value:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2100:
        raise FactRefused(f"“{fact.label}”应为日期，写作 2026-11-24，您填的是“{str(value)[:30]}”。")
    if day > today and not fact.may_be_future:
        raise FactRefused(f"“{fact.label}”{day} 晚于今天（{today}），请核对。")
    return day


def _read_number(fact: Fact, value: Value, today: date) -> Value:  # noqa: ARG001
    text = str(value)
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
    if number is None or number > fact.most:
        raise FactRefused(f"“{fact.label}”应为 0 至 {fact.most} 的整数，您填的是“{text[:30]}”。")
    return number


def _read_yes_no(fact: Fact, value: Value, today: date) -> Value:  # noqa: ARG001
    words: dict[object, bool] = {True: True, False: False, "是": True, "否": False, "true": True, "false": False}
    if value not in words:
        raise FactRefused(f"“{fact.label}”应为是或者否，您填的是“{str(value)[:30]}”。")
    return words[value]


def _read_choice(fact: Fact, value: Value, today: date) -> Value:  # noqa: ARG001
    if value not in fact.choices:
        raise FactRefused(f"“{fact.label}”只能是{'、'.join(fact.choices)}之一，您填的是“{str(value)[:30]}”。")
    return value


def _read_text(fact: Fact, value: Value, today: date) -> Value:  # noqa: ARG001
    text = str(value)
    if len(text) > fact.most:
        raise FactRefused(f"“{fact.label}”最多 {fact.most} 字，现有 {len(text)} 字。")
    return text


_READERS: dict[Kind, Callable[[Fact, Value, date], Value]] = {
    Kind.DATE: _read_date,
    Kind.NUMBER: _read_number,
    Kind.YES_NO: _read_yes_no,
    Kind.CHOICE: _read_choice,
    Kind.TEXT: _read_text,
}
