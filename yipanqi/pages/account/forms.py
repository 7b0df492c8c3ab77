"""Sign-in, password and second-factor forms in plain Chinese."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError

from yipanqi.actions import accounts
from yipanqi.pages.request import now


def _worded(form: forms.BaseForm, **labels: str) -> None:
    """Give fields their words; placeholders go: the label above the field is enough."""
    for name, label in labels.items():
        bound = form.fields[name]
        bound.label, bound.help_text = label, ""
        bound.widget.attrs.pop("placeholder", None)
        bound.error_messages["required"] = f"请填写{label}。"


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no stubs
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, login="登录名", password="密码")
        self.fields["login"].widget.attrs.update({"autofocus": True, "autocapitalize": "none", "spellcheck": "false"})


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth has no stubs
    """The current password, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, oldpassword="当前密码", password1="新密码", password2="再输一遍新密码")
        if self.user and self.user.must_change_password:
            self.fields["oldpassword"].label = "一次性密码"
        self.fields["password1"].help_text = "至少 10 位，不能全是数字，不能与登录名相近，不能是常见密码。"
        self.fields["password1"].widget.attrs["autocomplete"] = "new-password"

    def clean(self) -> dict[str, Any]:
        """The new one differs from the old one, and both entries agree."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        new = given.get("password1")
        if new and new == given.get("oldpassword"):
            self.add_error("password1", ValidationError("新密码不能与当前密码相同。"))
        return given


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]  # allauth has no stubs
    """The password once more before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, password="密码")
        self.fields["password"].widget.attrs["autofocus"] = True


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth has no stubs
    """The second factor at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self)

    def _emit_authentication_failed(self, main_auth: Any) -> None:
        """A wrong code leaves the same line as a wrong password."""
        accounts.note_failed_sign_in(username=self.user.username, now=now(context.request))


class CodeAgainForm(ReauthenticateByCodeForm):  # type: ignore[misc]  # allauth has no stubs
    """The second factor once more before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self)


def _code(form: forms.BaseForm) -> None:
    _worded(form, code="验证码")
    form.fields["code"].help_text = "验证器上的 6 位数字；验证器不在手边时，可以用一个恢复码。"
    form.fields["code"].widget.attrs.update({"autofocus": True, "inputmode": "text", "autocapitalize": "none"})


class BindTOTPForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth has no stubs
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, code="验证码")
        self.fields["code"].help_text = "扫码后，验证器上显示的 6 位数字。"
        self.fields["code"].widget.attrs.update({"autofocus": True, "inputmode": "numeric"})


class NewKeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no stubs
    """A new security key and the name it is known by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, name="名称")
        self.fields["name"].help_text = "给这个密钥起个好认的名字，例如“办公室 UKey”。"


class KeyNameForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth has no stubs
    """Another name for a security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, name="名称")
