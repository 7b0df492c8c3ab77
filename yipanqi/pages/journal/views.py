"""工作日志 and 查阅记录: asked for by a POST, because reading is itself written down; and the proof of the chain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from yipanqi.access.permissions import Permission
from yipanqi.access.roles import ROLES
from yipanqi.actions import auditing
from yipanqi.actions.verbs import VERBS
from yipanqi.measures import chain
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.journal.forms import JournalFilter
from yipanqi.pages.request import now
from yipanqi.records import anchors
from yipanqi.records.models import Agency, JournalHead, JournalLine, Look, Officer
from yipanqi.records.verification import Verification

PER_PAGE = 50
SALT = "journal.walk"
# What the elements of a line are called; the rest keep their code.
WORDS = {
    "officer": "账号", "role": "角色", "grant": "授予", "reason": "事由", "what": "内容", "since": "自", "until": "至",
    "of": "筛选事项", "agency": "筛选机构", "came_from": "原机构", "parent": "上级", "kind": "类型", "fields": "字段",
    "second_factor": "两步验证", "first": "首次安装", "rows": "行数", "batch": "批次", "rehearsal": "试算",
    "new": "新建", "taken": "更新", "count": "件数", "rule": "规则",
    "due_on": "截止", "on": "日期", "closed_on": "撤销日期",
}  # fmt: skip

PARTS = {"lines": "工作日志", "looks": "查阅记录", "chain": "日志链"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line or a look in words."""

    seq: int
    at: datetime
    what: str
    officer: str
    agency: str
    case: str
    said: str


@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.READ_JOURNAL)
def lines(request: HttpRequest) -> HttpResponse:
    """The work journal."""
    form = JournalFilter(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "tab": "journal", "head": JournalHead.objects.get(pk=1)}
    if form.is_valid():
        auditing.note_reading(by=officer_of(request), what="lines", **form.asked(), now=now(request))
        before = _number(request.POST.get("before"))
        found = list((form.lines().filter(seq__lt=before) if before else form.lines())[: PER_PAGE + 1])
        context |= {"rows": _line_rows(found[:PER_PAGE]), "asked": True, "later": bool(before)}
        context["before"] = found[PER_PAGE - 1].seq if len(found) > PER_PAGE else ""
    return render(request, "journal/lines.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.READ_JOURNAL)
def looks(request: HttpRequest) -> HttpResponse:
    """The access log: who looked at which case, when, why."""
    form = JournalFilter(request.POST if request.method == "POST" else None)
    del form.fields["verb"]
    context: dict[str, Any] = {"form": form, "tab": "journal_looks", "head": JournalHead.objects.get(pk=1)}
    if form.is_valid():
        form.cleaned_data["verb"] = ""
        auditing.note_reading(by=officer_of(request), what="looks", **form.asked(), now=now(request))
        found = list(_looks_before(form, request.POST.get("before", ""))[: PER_PAGE + 1])
        context |= {"rows": _look_rows(found[:PER_PAGE]), "asked": True, "later": bool(request.POST.get("before"))}
        last = found[PER_PAGE - 1] if len(found) > PER_PAGE else None
        context["before"] = f"{last.at.isoformat()} {last.pk}" if last else ""
    return render(request, "journal/looks.html", context)


@require_POST
@door(Permission.READ_JOURNAL)
def verify(request: HttpRequest) -> HttpResponse:
    """Walk the chain in steps: each answer carries where it has come to, signed, and asks for the next step."""
    token = request.POST.get("walked", "")
    if not token:
        auditing.note_reading(by=officer_of(request), what="chain", now=now(request))
    found, done = chain.walk_on(_walked(token), kept=_kept(), at_most=chain.STEP)
    total = JournalHead.objects.get(pk=1).count
    context = {
        "found": found,
        "done": done,
        "total": total,
        "percent": 100 if not total else min(100, found.lines * 100 // total),
        "token": signing.dumps([found.lines, found.anchors, found.head.hex()], salt=SALT),
        "at": now(request),
    }
    page = "journal/_verified.html" if request.headers.get("HX-Request") else "journal/verified.html"
    return render(request, page, context)


def _walked(token: str) -> Verification:
    try:
        lines, held, head = signing.loads(token, salt=SALT, max_age=3600)
        return Verification(lines, held, head=bytes.fromhex(head))
    except signing.BadSignature:
        return Verification(0, 0)


def _kept() -> list[anchors.Anchor]:
    """The anchors this installation keeps; those kept on another machine are for `yipanqi journal verify`."""
    path = anchors.default_path()
    return anchors.load(path) if path.exists() else []


def _number(said: str | None) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 19 else 0


def _looks_before(form: JournalFilter, before: str) -> Any:
    at, _, last = before.partition(" ")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return form.looks()
    if moment.tzinfo is None:
        return form.looks()
    return form.looks().filter(Q(at__lt=moment) | Q(at=moment, id__lt=_number(last)))


def _line_rows(found: list[JournalLine]) -> list[Row]:
    officers, agencies, cases = _names(found)
    return [
        Row(
            line.seq,
            line.at,
            VERBS.get(line.verb, line.verb),
            officers.get(line.officer_id or 0, "系统"),
            agencies.get(line.agency_id or 0, ""),
            cases.get(line.case_id or 0, f"#{line.case_id}" if line.case_id else ""),
            _said(line.data),
        )
        for line in found
    ]


def _look_rows(found: list[Look]) -> list[Row]:
    officers, agencies, cases = _names(found)
    return [
        Row(
            look.pk,
            look.at,
            look.what,
            officers.get(look.officer_id, f"#{look.officer_id}"),
            agencies.get(look.agency_id, ""),
            cases.get(look.case_id, f"#{look.case_id}"),
            look.reason,
        )
        for look in found
    ]


def _names(found: Iterable[JournalLine | Look]) -> tuple[dict[int, str], dict[int, str], dict[int, str]]:
    """Names of the officers and agencies and numbers of the cases on one page, in three queries."""
    rows = list(found)
    officers = Officer.objects.in_bulk({row.officer_id for row in rows if row.officer_id})
    agencies = Agency.objects.in_bulk({row.agency_id for row in rows if row.agency_id})
    return (
        {key: f"{officer.full_name}（{key}）" for key, officer in officers.items()},
        {key: agency.short_name for key, agency in agencies.items()},
        chain.numbers_of_cases({row.case_id for row in rows if row.case_id}),
    )


def _said(data: dict[str, Any]) -> str:
    return "，".join(f"{WORDS.get(name, name)} {_value(name, value)}" for name, value in data.items())


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if name == "role" and value in ROLES:
        return ROLES[value].title
    if name == "what":
        return PARTS.get(value, str(value))
    if name == "of":
        return VERBS.get(value, str(value))
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "" if value is None else str(value)
