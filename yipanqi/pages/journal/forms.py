"""What the audit administrator asks the journal for."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from yipanqi.actions.verbs import VERBS
from yipanqi.measures import chain
from yipanqi.pages.request import SHANGHAI
from yipanqi.records.models import Agency, AgencyKind, JournalLine, Look, Officer


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class JournalFilter(forms.Form):
    """Time, person, agency, case; for the work journal also the verb."""

    since = forms.DateField(label="自", required=False, widget=_day())
    until = forms.DateField(label="至", required=False, widget=_day())
    verb = forms.ChoiceField(label="事项", required=False, choices=[("", "全部"), *sorted(VERBS.items())])
    who = forms.CharField(label="经办人", required=False, max_length=40)
    agency = forms.ModelChoiceField(label="机构", required=False, queryset=Agency.objects.none(), empty_label="全部")
    number = forms.CharField(label="案件编号", required=False, max_length=30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "inp"
        self.fields["who"].widget.attrs["placeholder"] = "登录名或者编号"
        agencies = Agency.objects.exclude(kind=AgencyKind.PARTNER).order_by("sort_key")
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean_who(self) -> int | None:
        """The officer's id."""
        said = str(self.cleaned_data["who"]).strip()
        if not said:
            return None
        key = Q(pk=int(said)) if said.isdecimal() and len(said) < 10 else Q(username__iexact=said)
        officer = Officer.objects.filter(key).first()
        if officer is None:
            raise forms.ValidationError(f"没有登录名或者编号为“{said}”的账号，请在“机构与权限”中核对。")
        return officer.pk

    def clean_number(self) -> int | None:
        """The case's id."""
        said = str(self.cleaned_data["number"]).strip()
        if not said:
            return None
        found = chain.case_with_number(said)
        if found is None:
            raise forms.ValidationError(f"没有编号为“{said}”的案件，请核对。")
        return found

    def clean(self) -> dict[str, Any]:
        """The period is the right way round."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", "“至”不能早于“自”。")
        return given

    def asked(self) -> dict[str, Any]:
        """The filter as the journal line of this reading keeps it."""
        given = self.cleaned_data
        agency: Agency | None = given["agency"]
        return {
            "since": given["since"],
            "until": given["until"],
            "verb": given["verb"],
            "officer_id": given["who"],
            "agency_id": agency.pk if agency else None,
            "case_id": given["number"],
        }

    def lines(self) -> QuerySet[JournalLine]:
        """The matching lines, the newest first."""
        found = JournalLine.objects.filter(self._condition()).order_by("-seq")
        return found.filter(verb=self.cleaned_data["verb"]) if self.cleaned_data["verb"] else found

    def looks(self) -> QuerySet[Look]:
        """The matching looks, the newest first."""
        return Look.objects.filter(self._condition()).order_by("-at", "-id")

    def _condition(self) -> Q:
        asked = self.asked()
        condition = Q()
        if asked["since"]:
            condition &= Q(at__gte=_midnight(asked["since"]))
        if asked["until"]:
            condition &= Q(at__lt=datetime.combine(asked["until"], time.max, SHANGHAI))
        for name in ("officer_id", "agency_id", "case_id"):
            if asked[name]:
                condition &= Q(**{name: asked[name]})
        return condition


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)
