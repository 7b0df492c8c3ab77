"""Forms of 机构与权限."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from yipanqi.access.roles import ROLES
from yipanqi.actions.accounts import CLOSING_REASONS, FACTOR_REASONS, RESET_REASONS
from yipanqi.records.models import Agency, AgencyKind


def open_agencies() -> QuerySet[Agency]:
    """Agencies that are not closed, in the order of the tree."""
    return Agency.objects.filter(closed_on=None).select_related("parent").order_by("sort_key", "pk")


class AgencyChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """An agency with its county before it, so that offices of one name are told apart."""

    def label_from_instance(self, obj: Agency) -> str:
        """夷陵区 龙泉司法所."""
        under = obj.parent is not None and obj.parent.kind == AgencyKind.COUNTY
        return f"{obj.parent.short_name} {obj.name}" if under and obj.parent else obj.name


def _agency_field(label: str, **more: Any) -> AgencyChoice:
    return AgencyChoice(label=label, queryset=Agency.objects.none(), empty_label="请选择", **more)


class _WithAgencies(forms.Form):
    """A form whose agency fields offer the agencies in force."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, AgencyChoice):
                field.queryset = open_agencies()


class OpenAccount(_WithAgencies):
    """A new account."""

    full_name = forms.CharField(label="姓名", max_length=50)
    username = forms.CharField(
        label="登录名", max_length=40, help_text="小写字母、数字，3 至 40 位，以字母开头，例如 lixm03"
    )
    agency = _agency_field("所在机构")
    post = forms.CharField(label="职务", max_length=40, required=False)


class MoveAccount(_WithAgencies):
    """To which agency."""

    agency = _agency_field("调往", help_text="原机构的角色随即结束，新角色须重新提出、确认。")


class CloseAccount(forms.Form):
    """Why the account is closed."""

    reason = forms.ChoiceField(label="停用事由", choices=[("", "请选择"), *CLOSING_REASONS.items()])


class ResetPassword(forms.Form):
    """Why the password is reset."""

    reason = forms.ChoiceField(label="重置密码的事由", choices=[("", "请选择"), *RESET_REASONS.items()])


class ResetFactors(forms.Form):
    """Why the second factors are reset."""

    reason = forms.ChoiceField(
        label="重置两步验证的事由",
        choices=[("", "请选择"), *FACTOR_REASONS.items()],
        help_text="请先当面或者电话核实身份。重置后 24 小时内须重新绑定。",
    )


class ProposeRole(_WithAgencies):
    """Which role, where, why."""

    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *((r.key, r.title) for r in ROLES.values())])
    agency = _agency_field("任职机构")
    reason = forms.CharField(label="事由", max_length=200, help_text="例如任职文件的文号。")


class Reason(forms.Form):
    """Why a role is refused or ended."""

    reason = forms.CharField(label="理由", max_length=200)


class OpenAgency(_WithAgencies):
    """A new agency under another."""

    kind = forms.ChoiceField(label="类型", choices=[(k.value, k.label) for k in AgencyKind if k != AgencyKind.CITY])
    parent = _agency_field("上级机构")
    name = forms.CharField(label="名称", max_length=80)
    short_name = forms.CharField(label="简称", max_length=30, help_text="用于看板和表格，例如“夷陵区”“龙泉所”。")


class ChangeAgency(forms.Form):
    """An agency's particulars."""

    name = forms.CharField(label="名称", max_length=80)
    short_name = forms.CharField(label="简称", max_length=30)
    grade = forms.CharField(label="机构级别", max_length=20, required=False)
    staff_count = forms.IntegerField(label="人员数", min_value=0, max_value=999, required=False)
    note = forms.CharField(label="说明", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class CloseAgency(forms.Form):
    """From when the agency is closed."""

    on = forms.DateField(label="撤销日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
