"""Facts of a case for the law, built from records: the only place where rows become facts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import prefetch_related_objects

from yipanqi.law.events import Event as LawEvent
from yipanqi.law.events import EventKind, Member, Organ
from yipanqi.law.facts import (
    CaseFacts,
    Category,
    CourtLevel,
    DecidedBy,
    Ending,
    Penalty,
    Prohibition,
    ReleaseGround,
    Sentence,
)
from yipanqi.records.days import SHANGHAI
from yipanqi.records.models import Case, EndKind, Event, ProhibitionOrder

_CATEGORIES = {category.value: category for category in Category}
_GROUNDS = {ground.value: ground for ground in ReleaseGround}
_DECIDERS = {decider.value: decider for decider in DecidedBy}
_COURTS = {court.value: court for court in CourtLevel}
_PENALTIES = {penalty.value: penalty for penalty in Penalty}
_KINDS = {kind.value: kind for kind in EventKind}
_ENDINGS = {
    EndKind.RELEASED.value: Ending.EXPIRED,
    EndKind.PARDONED.value: Ending.PARDONED,
    EndKind.PROBATION_REVOKED.value: Ending.REVOKED,
    EndKind.PAROLE_REVOKED.value: Ending.REVOKED,
    EndKind.RECALLED.value: Ending.RECALLED,
    EndKind.DIED.value: Ending.DIED,
    EndKind.TRANSFERRED.value: Ending.MOVED,
}
# What `Event.data` may hold, by how it is written there.
_DATES = ("from_on", "to_on")
_PLAIN = (
    "months",
    "hours",
    "ground",
    "level",
    "place",
    "reason",
    "good_reason",
    "grave",
    "granted",
    "expedited",
    "supervision",
)
_SETS: dict[str, type[Enum]] = {"to": Organ, "members": Member}


def facts_of(case: Case, events: Iterable[LawEvent], orders: Iterable[ProhibitionOrder]) -> CaseFacts:
    """The facts of one case; `case.person` is read, `events` come from `law_event` or `law_events`."""
    person = case.person
    return CaseFacts(
        category=_CATEGORIES[case.category],
        release_ground=_GROUNDS.get(case.release_ground),
        decided_by=_DECIDERS.get(case.decided_by),
        court_level=_COURTS.get(case.court_level),
        same_province=_yes(case.more.get("same_province")),
        sex=person.sex or None,
        born_on=person.born_on,
        minor=case.sealed,
        foreigner=_yes(person.more.get("foreigner")) is True,
        compulsory_education_done=_yes(person.more.get("compulsory_education_done")),
        decided_on=case.decided_on,
        effective_on=case.effective_on,
        handover_from_on=case.handover_from_on,
        handed_over_on=case.handed_over_on,
        documents_received_on=case.documents_received_on,
        documents_complete=case.documents_complete,
        term_starts_on=case.term_starts_on,
        term_ends_on=case.term_ends_on,
        sentence=_sentence(case),
        custody_days=case.custody_days,
        residential_custody_days=case.residential_custody_days,
        days_not_counted=case.days_not_counted,
        prohibitions=tuple(Prohibition(text=o.text, from_on=o.starts_on, to_on=o.ends_on) for o in orders),
        level=case.level or None,
        arrived_on=case.arrived_on,
        registered_on=_registered_on(case),
        known_since=case.known_since,
        ended_on=case.ended_on,
        ending=_ENDINGS.get(case.ended_kind),
        events=tuple(events),
    )


def _registered_on(case: Case) -> date | None:
    """Registration follows arrival (社区矫正法 22): a file opened before the person came is not yet a reception."""
    return case.received_on if case.arrived_on or case.handed_over_on else None


def _sentence(case: Case) -> Sentence | None:
    penalty = _PENALTIES.get(case.sentence_kind)
    numbers = (case.sentence_years, case.sentence_months, case.probation_years, case.probation_months)
    if penalty is None and not any(numbers):
        return None
    return Sentence(
        penalty=penalty,
        years=case.sentence_years or 0,
        months=case.sentence_months or 0,
        combined=_yes(case.more.get("combined")) is True,
        probation_years=case.probation_years or 0,
        probation_months=case.probation_months or 0,
    )


def _yes(value: object) -> bool | None:
    """Yes, no or not said, as a ledger or a form writes it."""
    if isinstance(value, bool):
        return value
    return {"是": True, "有": True, "否": False, "无": False, "没有": False}.get(str(value))


def law_events(events: Iterable[Event]) -> list[LawEvent]:
    """Event rows as the law reads them; withdrawn ones never happened."""
    return [
        _law_event(event.pk, event.kind, event.on, event.at, event.data)
        for event in events
        if event.withdrawn_at is None
    ]


def _law_event(pk: int | None, kind: str, on: date, at: datetime | None, data: Mapping[str, Any]) -> LawEvent:
    identity = str(pk) if pk is not None else ""
    local = at.astimezone(SHANGHAI) if at is not None else None
    if not data:
        return LawEvent(kind=_KINDS[kind], on=on, id=identity, at=local)
    return LawEvent(kind=_KINDS[kind], on=on, id=identity, at=local, **fields_of(data))


def fields_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The law's fields of an event from `Event.data`; names the law does not know are left aside."""
    fields: dict[str, Any] = {name: data[name] for name in _PLAIN if name in data}
    fields.update({name: date.fromisoformat(data[name]) for name in _DATES if data.get(name)})
    for name, kind in _SETS.items():
        if name in data:
            fields[name] = frozenset(kind(value) for value in data[name])
    if "refers_to" in data:
        fields["refers_to"] = tuple(str(identity) for identity in data["refers_to"])
    return fields


def data_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The other way round: the law's fields of an event as plain JSON for `Event.data`; None is left out.

    Raises:
        KeyError: a field the law does not know.
    """
    known = {*_DATES, *_PLAIN, *_SETS, "refers_to"}
    for name in fields:
        if name not in known:
            raise KeyError(name)
    return {name: _plain(value) for name, value in fields.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (set, frozenset)):
        return sorted(str(_plain(part)) for part in value)
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    return value


def facts_for(cases: Iterable[Case]) -> dict[int, CaseFacts]:
    """Facts by case id for any number of cases in three queries: their persons, events and orders."""
    listed = list(cases)
    if not listed:
        return {}
    ids = [case.pk for case in listed]
    prefetch_related_objects(listed, "person")
    events = _events_by_case(ids)
    orders: dict[int, list[ProhibitionOrder]] = defaultdict(list)
    for order in ProhibitionOrder.objects.filter(case_id__in=ids).order_by("id"):
        orders[order.case_id].append(order)
    return {case.pk: facts_of(case, events.get(case.pk, ()), orders.get(case.pk, ())) for case in listed}


def _events_by_case(ids: list[int]) -> dict[int, list[LawEvent]]:
    """Without the ORM and with each `data` parsed once: a city has hundreds of thousands of events."""
    found: dict[int, list[LawEvent]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT case_id, id, kind, "on", at, data::text FROM records_event'
            " WHERE case_id = ANY(%s) AND withdrawn_at IS NULL",
            [ids],
        )
        for case_id, pk, kind, on, at, data in cursor.fetchall():
            local = at.astimezone(SHANGHAI) if at is not None else None
            event = LawEvent(kind=_KINDS[kind], on=on, id=str(pk), at=local, **_parsed(data))
            found[case_id].append(event)
    return found


@lru_cache(maxsize=10_000)
def _parsed(data: str) -> dict[str, Any]:
    return fields_of(json.loads(data))
