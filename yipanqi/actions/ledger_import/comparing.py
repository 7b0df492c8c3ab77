"""Cell by cell: what a ledger's row says against what the records hold. Silence in the ledger changes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from yipanqi.actions.ledger_import.rows import CellChange
from yipanqi.actions.ledger_import.values import Values
from yipanqi.records.models import Agency, Case, ProhibitionOrder

PERSON_LABELS = {
    "name": "姓名",
    "former_name": "曾用名",
    "ethnicity": "民族",
    "education": "文化程度",
    "household_address": "户籍地",
    "residence_address": "居住地",
}
CASE_LABELS = {
    "crime": "罪名",
    "sentence_text": "原判刑罚",
    "sentence_kind": "刑种",
    "sentence_years": "刑期（年）",
    "sentence_months": "刑期（月）",
    "probation_years": "考验期（年）",
    "probation_months": "考验期（月）",
    "fine_yuan": "罚金（元）",
    "supplementary_penalty": "附加刑",
    "decision_organ": "决定机关",
    "decided_by": "决定机关类型",
    "court_level": "法院级别",
    "doc_no": "法律文书号",
    "decided_on": "判决日期",
    "effective_on": "生效日期",
    "documents_received_on": "文书收到日期",
    "term_ends_on": "矫正结束日期",
    "arrived_on": "报到日期",
    "arrival_kind": "报到情形",
    "release_ground": "暂予监外执行事由",
    "level": "管理等级",
    "remarks": "备注",
    "office_id": "司法所",
    "office_text": "台账所填司法所",
    "county_id": "执行地机构",
    "ended_on": "结束日期",
    "ended_kind": "结束情形",
}
KEY_LABELS = {"category": "矫正类别", "term_starts_on": "矫正开始日期"}
ORDER_LABELS = {"text": "禁止令", "starts_on": "禁止令起始日期", "ends_on": "禁止令届满日期"}
DATES = frozenset(
    [
        "decided_on",
        "effective_on",
        "documents_received_on",
        "term_starts_on",
        "term_ends_on",
        "arrived_on",
        "ended_on",
        "starts_on",
        "ends_on",
    ]
)


def changes_between(
    values: Values, case: Case, order: ProhibitionOrder | None, *, with_key: bool = False
) -> list[CellChange]:
    """The cells that differ; `with_key` also compares category and first day (the row may be the same case)."""
    person = case.person
    cells = _differing("person", PERSON_LABELS, values.person, person)
    if values.phones and values.phones != person.phones:
        cells.append(CellChange("person.phones", "联系电话", "/".join(person.phones), "/".join(values.phones)))
    labels = {**KEY_LABELS, **CASE_LABELS} if with_key else CASE_LABELS
    cells += _differing("case", {n: label for n, label in labels.items() if n not in values.derived}, values.case, case)
    cells += _differing_keys("person.more", values.person["more"], person.more)
    cells += _differing_keys("case.more", values.case["more"], case.more)
    cells += _differing_keys("case.extra", values.case["extra"], case.extra)
    if values.order is not None:
        cells += _differing("order", ORDER_LABELS, values.order, order)
    return cells


def _differing(target: str, labels: dict[str, str], new: dict[str, Any], row: Any) -> list[CellChange]:
    found = []
    for name, label in labels.items():
        value = new[name]
        if value is None or value == "":
            continue
        old = getattr(row, name) if row is not None else None
        if old != value:
            found.append(CellChange(f"{target}.{name}", label, plain(old), plain(value)))
    return found


def _differing_keys(target: str, new: dict[str, Any], old: dict[str, Any]) -> list[CellChange]:
    return [
        CellChange(f"{target}/{name}", name, old.get(name), value)
        for name, value in new.items()
        if value not in (None, "") and old.get(name) != value
    ]


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    return value.isoformat() if isinstance(value, date) else value


def typed(name: str, value: Any) -> Any:
    """The value of a field from its JSON form."""
    return date.fromisoformat(value) if name in DATES and isinstance(value, str) else value


def shown(field: str, value: Any, agencies: dict[int, Agency]) -> str:
    """A cell as a person reads it: agencies by name, nothing as （空）."""
    if value in (None, ""):
        return "（空）"
    if field in ("case.office_id", "case.county_id"):
        agency = agencies.get(value)
        return agency.short_name if agency else str(value)
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return str(value)
