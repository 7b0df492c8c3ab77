"""Addresses of sign-in (those of allauth that are used, no others) and of 我的账号."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path
from django.views.generic import RedirectView

from yipanqi.pages.account import views
from yipanqi.pages.doors import door

# Accounts are opened by administrators and passwords reset by them: nobody signs up, no mail is sent. allauth
# still asks for the names of these pages.
CLOSED = RedirectView.as_view(pattern_name="account_login")
signed_in = door()
FILE = signed_in(recovery.download_recovery_codes)

urlpatterns = [
    path("accounts/login/", views.SignIn.as_view(), name="account_login"),
    path("accounts/login/code/", factor.authenticate, name="mfa_authenticate"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/signup/", CLOSED, name="account_signup"),
    path("accounts/email/", CLOSED, name="account_email"),
    path("accounts/password/set/", CLOSED, name="account_set_password"),
    path("account/", views.mine, name="mine"),
    path("account/sessions/", views.sessions, name="mine_sessions"),
    path("account/sessions/<int:session_id>/end/", views.end_session, name="mine_end_session"),
    path("account/sessions/end-others/", views.end_other_sessions, name="mine_end_other_sessions"),
    path("account/looks/", views.looks, name="mine_looks"),
    path("account/password/", signed_in(views.NewPassword.as_view()), name="account_change_password"),
    path("account/again/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("account/again/code/", signed_in(factor.reauthenticate), name="mfa_reauthenticate"),
    path("account/again/key/", signed_in(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("account/factors/", signed_in(views.Factors.as_view()), name="mfa_index"),
    path("account/factors/app/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("account/factors/app/remove/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/factors/keys/", signed_in(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("account/factors/keys/add/", signed_in(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("account/factors/keys/<int:pk>/remove/", signed_in(views.RemoveKey.as_view()), name="mfa_remove_webauthn"),
    path("account/factors/keys/<int:pk>/edit/", signed_in(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("account/factors/codes/", signed_in(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/factors/codes/new/", signed_in(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("account/factors/codes/file/", FILE, name="mfa_download_recovery_codes"),
]
