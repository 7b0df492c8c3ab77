"""节假日表: the years known, their days, and the form for a new notice."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import may
from yipanqi.actions.act import Refused
from yipanqi.actions.holidays import enter_notice
from yipanqi.pages.doors import door, forbidden, officer_of
from yipanqi.pages.law.forms import NoticeForm
from yipanqi.pages.request import now
from yipanqi.records.models import HolidayNotice
from yipanqi.records.rulebook import calendar

EARLIEST = 2024


@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.SEE_LAW)
def holidays(request: HttpRequest) -> HttpResponse:
    """Everybody sees the table; who may edit it enters a year's notice."""
    officer = officer_of(request)
    edits = may(officer, Permission.EDIT_HOLIDAYS)
    form = NoticeForm(request.POST or None)
    if request.method == "POST":
        if not edits:
            return forbidden(request, (Permission.EDIT_HOLIDAYS,))
        if form.is_valid() and _entered(request, form):
            return redirect("holidays")
    held = calendar()
    this_year = now(request).year
    notices = {notice.year: notice for notice in HolidayNotice.objects.select_related("entered_by")}
    years = sorted({*(year for year in held.known if year >= EARLIEST), this_year, this_year + 1})
    table = [
        {
            "year": year,
            "known": year in held.known,
            "notice": notices.get(year),
            "off": sorted(day for day in held.off if day.year == year),
            "work": sorted(day for day in held.work if day.year == year),
        }
        for year in years
    ]
    context = {"table": table, "form": form, "edits": edits}
    return render(request, "law/holidays.html", context, status=422 if form.errors else 200)


def _entered(request: HttpRequest, form: NoticeForm) -> bool:
    data = form.cleaned_data
    try:
        enter_notice(
            by=officer_of(request), year=data["year"], off=data["off_days"], work=data["work_days"],
            source=data["source"], now=now(request),
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"{data['year']} 年节假日安排已录入，暂定的期限将在几分钟内重新推算。")
    return True
