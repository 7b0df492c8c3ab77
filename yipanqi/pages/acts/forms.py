"""Forms made from what an act says it needs: no act has a form of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from yipanqi.actions.first_acts import Field, FieldKind, FirstAct
from yipanqi.pages.choices import carries_cases
from yipanqi.records.models import Agency, AgencyKind, Case, Officer

REQUIRED = {"required": "请填写", "invalid": "日期写作 2026-11-24", "invalid_choice": "请从列出的选项中选择"}


def form_for(
    act: FirstAct, cases: Sequence[Case], today: date, data: Any = None, initial: dict[str, Any] | None = None
) -> forms.Form:
    """The form of an act for these cases; dates start at today unless `initial` says otherwise."""
    fields = {field.name: _BUILDERS[field.kind](field, cases) for field in act.fields if field.kind in _BUILDERS}
    days = {field.name: today for field in act.fields if field.kind is FieldKind.DATE}
    made = type("ActForm", (forms.Form,), fields)
    form: forms.Form = made(
        data, initial={**days, **(initial or {})}, auto_id=f"{act.key}_%s", use_required_attribute=False
    )
    return form


def _common(field: Field) -> dict[str, Any]:
    return {
        "label": field.label,
        "required": field.required,
        "help_text": field.hint,
        "error_messages": {**REQUIRED, "required": f"请填写{field.label}"},
    }


def _date(field: Field, _cases: Sequence[Case]) -> forms.Field:
    widget = forms.DateInput(attrs={"type": "date", "class": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, input_formats=["%Y-%m-%d"], **_common(field))


def _text(field: Field, _cases: Sequence[Case]) -> forms.Field:
    most = 200 if field.name == "reason" else 1000
    widget = forms.Textarea(attrs={"rows": 2})
    common = _common(field)
    common["error_messages"]["max_length"] = f"{field.label}最多 {most} 字，请精简"
    return forms.CharField(max_length=most, widget=widget, **common)


def _choice(field: Field, _cases: Sequence[Case]) -> forms.Field:
    blank = () if field.required else (("", "未注明"),)
    return forms.ChoiceField(choices=(*blank, *field.choices), **_common(field))


def _members(field: Field, _cases: Sequence[Case]) -> forms.Field:
    return forms.MultipleChoiceField(choices=field.choices, widget=forms.CheckboxSelectMultiple, **_common(field))


def _officer(field: Field, cases: Sequence[Case]) -> forms.Field:
    """Those who may carry every one of the cases: of their county agency, or of the one office they are all at."""
    at = Q()
    for county, office in {(case.county_id, case.office_id) for case in cases}:
        at &= Q(agency_id=county) | Q(agency_id=office)
    found = Officer.objects.filter(at, carries_cases(), is_active=True).select_related("agency")
    found = found.order_by("name_key", "pk")
    choices = [(officer.pk, str(officer)) for officer in found]
    return forms.TypedChoiceField(choices=[("", "不指定"), *choices], coerce=int, empty_value=None, **_common(field))


def _office(field: Field, cases: Sequence[Case]) -> forms.Field:
    counties = {case.county_id for case in cases}
    found = Agency.objects.filter(kind=AgencyKind.OFFICE, parent_id__in=counties, closed_on=None)
    choices = [(office.pk, office.name) for office in found.order_by("sort_key", "pk")]
    return forms.TypedChoiceField(choices=[("", "不指定"), *choices], coerce=int, empty_value=None, **_common(field))


def _event(_field: Field, _cases: Sequence[Case]) -> forms.Field:
    return forms.IntegerField(widget=forms.HiddenInput, min_value=1)


_BUILDERS: dict[FieldKind, Callable[[Field, Sequence[Case]], forms.Field]] = {
    FieldKind.DATE: _date,
    FieldKind.TEXT: _text,
    FieldKind.CHOICE: _choice,
    FieldKind.MEMBERS: _members,
    FieldKind.OFFICER: _officer,
    FieldKind.OFFICE: _office,
    FieldKind.EVENT: _event,
}
