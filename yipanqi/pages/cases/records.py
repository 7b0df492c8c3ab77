"""经过, 变更记录 and 查阅记录: what happened, who changed what, who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yipanqi.access.permissions import Permission
from yipanqi.law.events import Member
from yipanqi.pages.cases.overview import officers_by_id
from yipanqi.pages.cases.page import case_in_scope, show
from yipanqi.pages.doors import door
from yipanqi.records.models import Agency, Case, Event, Look, Officer, Person

PAGE_ROWS = 50
# Columns that say when or how a row was kept, not what it says.
_SILENT = frozenset(
    {
        "pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_obj_id", "id", "revision", "updated_at",
        "updated_by_id", "created_at", "search_key", "refreshed_at", "facts_digest", "batch_id", "name_key",
        "id_no_index", "more", "extra",
    }
)  # fmt: skip
_SEALED = frozenset({"id_no_sealed", "phones_sealed"})


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline: an event, or a dated fact of the case itself."""

    on: date
    title: str
    event: Event | None = None
    members: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a row: when, by whom, which columns from what to what, and why."""

    at: datetime
    by_id: int | None
    what: str
    columns: tuple[tuple[str, str, str], ...] = ()
    reason: str = ""


@require_safe
@door(Permission.SEE_CASES)
def case_events(request: HttpRequest, case_id: int) -> HttpResponse:
    """经过: everything that happened, the latest first; withdrawn lines stay with their reason."""
    case = case_in_scope(request, case_id)
    events = list(Event.objects.filter(case=case))
    people = officers_by_id(event.recorded_by_id for event in events)
    lines = [_happened(event, people) for event in events] + _dated_facts(case)
    lines.sort(key=lambda line: (line.on, line.event.pk if line.event else 0), reverse=True)
    page = Paginator(lines, PAGE_ROWS).get_page(request.GET.get("page"))
    return show(request, case, "case_events", {"page": page})


def _happened(event: Event, people: dict[int, str]) -> Happening:
    known = {member.value: member.title for member in Member}
    members = tuple(known.get(value, value) for value in event.data.get("members", ()))
    return Happening(event.on, event.title, event, members, people.get(event.recorded_by_id or 0, ""))


def _dated_facts(case: Case) -> list[Happening]:
    facts = (
        (case.decided_on, "判决、裁定、决定"),
        (case.effective_on, "判决、裁定、决定生效"),
        (case.documents_received_on, "收到法律文书"),
        (case.arrived_on, "报到"),
        (case.term_starts_on, "矫正期开始"),
        (case.known_since, "由台账导入本系统"),
        (case.ended_on, case.get_ended_kind_display() if case.ended_kind else ""),
    )
    return [Happening(on, title) for on, title in facts if on is not None]


@require_safe
@door(Permission.SEE_CASES)
def case_changes(request: HttpRequest, case_id: int) -> HttpResponse:
    """变更记录: each version of the rows compared with the one before."""
    case = case_in_scope(request, case_id)
    changes = _compared(case, case.history.order_by("pgh_id"), "案件")  # type: ignore[attr-defined]
    changes += _compared(case.person, case.person.history.order_by("pgh_id"), "人员")  # type: ignore[attr-defined]
    changes.sort(key=lambda change: change.at, reverse=True)
    page = Paginator(changes, PAGE_ROWS).get_page(request.GET.get("page"))
    people = officers_by_id(change.by_id for change in page.object_list)
    return show(request, case, "case_changes", {"page": page, "people": people})


def _compared(row: Case | Person, versions: Any, what: str) -> list[Change]:
    found: list[Change] = []
    before: Any = None
    for version in versions:
        if before is None:
            found.append(Change(version.pgh_created_at, version.updated_by_id, f"登记{what}"))
        else:
            columns = tuple(_differences(row, before, version))
            if columns:
                found.append(_change(version, before, what, columns))
        before = version
    return found


def _change(version: Any, before: Any, what: str, columns: tuple[tuple[str, str, str], ...]) -> Change:
    correction = version.more.get("correction") if isinstance(version.more, dict) else None
    corrected = correction is not None and correction != before.more.get("correction")
    reason = str(correction["reason"]) if corrected and correction else ""
    return Change(
        version.pgh_created_at, version.updated_by_id, f"更正{what}" if corrected else f"变更{what}", columns, reason
    )


def _differences(row: Model, before: Any, after: Any) -> Any:
    for field in row._meta.concrete_fields:
        if field.name in _SILENT or field.attname in _SILENT:
            continue
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old == new:
            continue
        if field.name in _SEALED:
            yield str(field.verbose_name), "（密文）", "（密文，已更换）"
            continue
        yield str(field.verbose_name), _shown(field, old), _shown(field, new)


def _shown(field: Any, value: Any) -> str:
    if value is None or value == "":
        return "空"
    if field.is_relation:
        model: type[Model] = field.related_model
        found = model._default_manager.filter(pk=value).first() if model in (Agency, Officer) else None
        return str(found) if found is not None else str(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(dict(field.flatchoices).get(value, value))


@require_safe
@door(Permission.SEE_CASES)
def case_looks(request: HttpRequest, case_id: int) -> HttpResponse:
    """查阅记录: who looked at what and why."""
    case = case_in_scope(request, case_id)
    page = Paginator(Look.objects.filter(case_id=case.pk).order_by("-at", "-pk"), PAGE_ROWS).get_page(
        request.GET.get("page")
    )
    people = officers_by_id(look.officer_id for look in page.object_list)
    return show(request, case, "case_looks", {"page": page, "people": people})
