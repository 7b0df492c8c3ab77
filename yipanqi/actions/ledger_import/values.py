"""From a ledger's row to the values of records: what each column becomes, and where it stands when nobody knows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from yipanqi.actions.ledger_import.rows import LedgerRow
from yipanqi.law.facts import Category, CourtLevel, DecidedBy, ReleaseGround
from yipanqi.records.models import Agency, AgencyKind, EndKind

AGE_OF_MAJORITY = 18

# Columns beyond the policy that say something about the person, not about the case.
_OF_PERSON = frozenset(
    [
        "account_name",
        "employment",
        "family",
        "foreigner",
        "four_histories",
        "health",
        "household_kind",
        "marital_status",
        "nationality",
        "native_place",
        "occupation",
        "political_status",
        "previous_offences",
        "recidivist",
        "religion",
        "resume",
        "special_person",
        "subject_number",
        "three_involvements",
        "workplace",
        "workplace_phone",
    ]
)
_PHONES = ("residence_phone", "household_phone")
# Columns of `more` that have a field of their own; (field, length)
_OWN_FIELD = {"arrival_kind": 30, "supplementary_penalty": 200}
_OWN_DATE = {
    "judged_on": "decided_on",
    "effective_on": "effective_on",
    "documents_received_on": "documents_received_on",
}
_NONE = frozenset({"否", "没有", "不适用", "未判处", "无禁止令"})
_GROUNDS = (
    (re.compile("怀孕|哺乳|婴儿"), ReleaseGround.PREGNANT),
    (re.compile("不能自理"), ReleaseGround.DISABLED),
    (re.compile("病|保外就医|医"), ReleaseGround.MEDICAL),
)
_ENDS = (
    (re.compile("死亡"), EndKind.DIED),
    (re.compile("赦"), EndKind.PARDONED),
    (re.compile("撤销缓刑"), EndKind.PROBATION_REVOKED),
    (re.compile("撤销假释"), EndKind.PAROLE_REVOKED),
    (re.compile("收监"), EndKind.RECALLED),
    (re.compile("迁出|转出|变更执行地|变更居住地"), EndKind.TRANSFERRED),
    (re.compile("期满|解除|解矫|^$"), EndKind.RELEASED),
)


@dataclass(slots=True)
class Values:
    """What a row says: fields of the person, of the case, and of its prohibition order, by the models' names."""

    id_no: str
    phones: list[str]
    person: dict[str, Any]
    case: dict[str, Any]
    order: dict[str, Any] | None
    county: Agency | None
    derived: frozenset[str] = frozenset()


class Places:
    """Agencies by the names ledgers use; read once per import."""

    def __init__(self) -> None:
        self.counties: dict[str, Agency] = {}
        self.offices: dict[tuple[int, str], Agency] = {}
        self.by_id: dict[int, Agency] = {}
        for agency in Agency.objects.filter(kind__in=(AgencyKind.COUNTY, AgencyKind.OFFICE), closed_on=None):
            self.by_id[agency.pk] = agency
            if agency.kind == AgencyKind.COUNTY:
                for name in (agency.name, agency.short_name, agency.name.removesuffix("社区矫正管理局")):
                    self.counties.setdefault(name, agency)
            else:
                self.offices[(agency.parent_id or 0, agency.name)] = agency

    def county(self, name: str) -> Agency | None:
        """The county-level agency of an area; the functional zone is known by its name alone."""
        return self.counties.get(name)

    def office(self, county: Agency | None, name: str | None) -> Agency | None:
        """The justice office of that name under that agency."""
        return self.offices.get((county.pk, name)) if county is not None and name else None


def values_of(row: LedgerRow, places: Places, *, on: date) -> Values:
    """Everything a row says, ready for the models; `on` is the day of the import."""
    record, more = row.record, dict(row.more)
    county = places.county(record["county"])
    phones = [*(record["phones"] or []), *(str(more.pop(name)) for name in _PHONES if more.get(name))]
    case = _case(record, more, on=on)
    case |= _place(record, more, county, places)
    person = _person(record, more)
    order = _order(more)
    person["more"] = {name: more.pop(name) for name in sorted(_OF_PERSON & more.keys())}
    case["more"], case["extra"] = more, row.extra
    derived = frozenset() if row.more.get("effective_on") else frozenset({"effective_on"})
    return Values(record["id_no"], list(dict.fromkeys(phones)), person, case, order, county, derived)


def _fitted(more: dict[str, Any], name: str, text: Any, length: int) -> str:
    """The text, cut to its field; the whole of it stays in `more` when it does not fit."""
    words = str(text or "")
    if len(words) > length:
        more[name] = words
    return words[:length]


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except (TypeError, ValueError):
        return None


def _person(record: Mapping[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": record["name"],
        "former_name": _fitted(more, "former_name", more.pop("former_name", ""), 50),
        "sex": record["sex"],
        "born_on": date.fromisoformat(record["birth_date"]),
        "ethnicity": _fitted(more, "ethnicity", record["ethnicity"], 20),
        "education": _fitted(more, "education", record["education"], 30),
        "household_address": record["household_address"] or "",
        "residence_address": record["residence_address"] or "",
    }


def _case(record: Mapping[str, Any], more: dict[str, Any], *, on: date) -> dict[str, Any]:
    starts_on, ends_on = date.fromisoformat(record["start_date"]), date.fromisoformat(record["end_date"])
    arrived_on = _day(record["report_date"])
    made: dict[str, Any] = {
        "category": record["penalty_type"],
        "crime": _fitted(more, "crime", record["crime"], 200),
        "decision_organ": _fitted(more, "decision_organ", record["decision_organ"], 100),
        "doc_no": _fitted(more, "doc_no", record["doc_no"], 100),
        "term_starts_on": starts_on,
        "term_ends_on": ends_on,
        "arrived_on": arrived_on,
        "level": record["level"] or "",
        "remarks": record["remarks"] or "",
        "received_on": _registered_on(arrived_on, starts_on, on),
        "release_ground": _ground(record["penalty_type"], more),
        "sealed": is_minors_case(date.fromisoformat(record["birth_date"]), starts_on, on),
    }
    made |= _sentence(record["sentence"], more) | _organ(made["decision_organ"]) | _end(more, on)
    for name, length in _OWN_FIELD.items():
        made[name] = _fitted(more, name, more.pop(name, ""), length)
    for name, own in _OWN_DATE.items():
        made[own] = _day(more.get(name))
        if made[own] is not None:
            del more[name]
    if made["effective_on"] is None and made["category"] == Category.PROBATION.value:
        # 刑法 73: 缓刑考验期 runs from the day the judgment takes effect; of the other categories a ledger does not say
        made["effective_on"] = starts_on
    return made


def is_minors_case(born_on: date, starts_on: date, on: date) -> bool:
    """Whether the case is sealed as a minor's (社区矫正法 58: who starts as a minor stays under the minors' rules).

    Assumption: a ledger has no day of the offence (刑诉法 286 asks for it); under 18 on the first day of the
    term or today means under 18 at the offence, so those are sealed; 18 and over at the start may still have
    offended as minors, which only the judgment shows: such a case is sealed by correcting it.
    """
    return _age(born_on, min(starts_on, on)) < AGE_OF_MAJORITY


def _age(born_on: date, day: date) -> int:
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def _registered_on(arrived_on: date | None, starts_on: date, on: date) -> date:
    """登记日期 is no column: the day of reporting in, else the first day of the term, never later than today."""
    return min(arrived_on or starts_on, on)


def _sentence(parts: Mapping[str, Any] | None, more: dict[str, Any]) -> dict[str, Any]:
    text = _fitted(more, "sentence_full_text", more.pop("sentence_text", ""), 200)
    said = parts or {}
    years, months = _years_and_months(said.get("months"))
    probation_years, probation_months = _years_and_months(said.get("probation_months"))
    fine = said.get("fine_yuan")
    return {
        "sentence_text": text,
        "sentence_kind": said.get("kind") or "",
        "sentence_years": years,
        "sentence_months": months,
        "probation_years": probation_years,
        "probation_months": probation_months,
        "fine_yuan": fine if fine is not None and fine <= 2_147_483_647 else None,
    }


def _years_and_months(months: int | None) -> tuple[int | None, int | None]:
    if months is None or months > 32_767:
        return None, None
    return divmod(months, 12)


@lru_cache(maxsize=4096)
def _organ(name: str) -> dict[str, str]:
    """Kind and level of the deciding organ, as far as its name says."""
    if "法院" in name:
        level = CourtLevel.HIGH if "高级" in name else CourtLevel.INTERMEDIATE if "中级" in name else CourtLevel.BASIC
        return {"decided_by": DecidedBy.COURT.value, "court_level": "" if "最高" in name else level.value}
    if "监狱" in name:
        return {"decided_by": DecidedBy.PRISON_AUTHORITY.value, "court_level": ""}
    if "公安" in name:
        return {"decided_by": DecidedBy.POLICE.value, "court_level": ""}
    return {"decided_by": "", "court_level": ""}


def _ground(category: str, more: Mapping[str, Any]) -> str:
    """The ground of 暂予监外执行, if the ledger names one; otherwise unknown, never guessed."""
    text = str(more.get("medical_ground") or "")
    if category != Category.TEMPORARY.value or not text:
        return ""
    return next((ground.value for pattern, ground in _GROUNDS if pattern.search(text)), "")


def _end(more: Mapping[str, Any], on: date) -> dict[str, Any]:
    """A row with its real day of release is a case that has ended, if the ledger says how in words we know."""
    ended_on = _day(more.get("released_on"))
    kind = str(more.get("release_kind") or "")
    found = next((end.value for pattern, end in _ENDS if pattern.search(kind)), None)
    if ended_on is None or ended_on > on or found is None:
        return {"ended_on": None, "ended_kind": ""}
    return {"ended_on": ended_on, "ended_kind": found}


def _order(more: dict[str, Any]) -> dict[str, Any] | None:
    text = str(more.get("order_text") or "").strip()
    if not text or text in _NONE:
        return None
    order: dict[str, Any] = {"text": _fitted(more, "order_full_text", text, 500), "starts_on": None, "ends_on": None}
    del more["order_text"]
    for name, own in (("order_start_date", "starts_on"), ("order_end_date", "ends_on")):
        order[own] = _day(more.get(name))
        if order[own] is not None:
            del more[name]
    return order


def _place(record: Mapping[str, Any], more: dict[str, Any], county: Agency | None, places: Places) -> dict[str, Any]:
    office = places.office(county, record["office"])
    text = "" if office is not None else _fitted(more, "office_full_text", record["office"], 60)
    return {
        "county_id": county.pk if county else None,
        "office_id": office.pk if office else None,
        "office_text": text,
    }
