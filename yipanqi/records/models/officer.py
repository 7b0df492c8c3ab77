"""Officers: the people who sign in, and the roles granted to them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from yipanqi.records.models.agency import Agency


class OfficerManager(BaseUserManager["Officer"]):
    """Finds officers by their sign-in name; accounts are opened by an action, not here."""

    def get_by_natural_key(self, username: str | None) -> Officer:
        """The officer with this sign-in name, whatever its case."""
        return self.get(username__iexact=username)


class Officer(AbstractBaseUser):
    """One person with an account (工作人员)."""

    username = models.CharField("登录名", max_length=40, unique=True)
    full_name = models.CharField("姓名", max_length=50)
    name_key = models.CharField("拼音", max_length=200, blank=True, default="")
    post = models.CharField("职务", max_length=40, blank=True, default="")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="officers", verbose_name="所在机构")
    email = models.EmailField("电子邮箱", blank=True, default="")
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须改密码", default=False)
    factor_reset_until = models.DateTimeField("重新绑定两步验证的期限", null=True, blank=True)
    opened_at = models.DateTimeField("开户时间")
    closed_at = models.DateTimeField("停用时间", null=True, blank=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[OfficerManager] = OfficerManager()

    def __str__(self) -> str:
        return f"{self.full_name}（{self.agency.short_name}）"

    def get_full_name(self) -> str:
        """The name shown on screens."""
        return self.full_name

    def has_perm(self, perm: str, obj: Any = None) -> bool:  # noqa: ARG002 -- the signature is Django's
        """Django's own permissions are not used here: `yipanqi.access` decides."""
        return False


class RoleGrant(models.Model):
    """A role an officer holds at an agency: proposed by one administrator, confirmed by another."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="grants", verbose_name="工作人员")
    role = models.CharField("角色", max_length=40)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="grants", verbose_name="任职机构")
    proposed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="提出人")
    proposed_at = models.DateTimeField("提出时间")
    confirmed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    ended_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="收回人")
    ended_at = models.DateTimeField("收回时间", null=True, blank=True)
    reason = models.CharField("事由", max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "role", "agency"], condition=Q(ended_at=None), name="role_granted_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(proposed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="role_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("officer")), name="role_not_confirmed_by_self"
            ),
        ]


class SavedView(models.Model):
    """A filter of the case list an officer keeps under a name (常用筛选)."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="saved_views", verbose_name="工作人员")
    name = models.CharField("名称", max_length=30)
    query = models.CharField("条件", max_length=500)
    created_at = models.DateTimeField("保存时间")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "name"], name="view_name_once_per_officer")]
