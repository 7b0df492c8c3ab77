"""All addresses: one line per area of the pages, and sign-in by allauth."""

from allauth.account import views as account
from django.urls import include, path
from django.views.generic import RedirectView

# Accounts are opened by administrators and passwords reset by them: nobody signs up, no mail is sent. allauth
# still asks for the names of these pages.
CLOSED = RedirectView.as_view(pattern_name="account_login")

urlpatterns = [
    path("", include("yipanqi.pages.health.urls")),
    path("", include("yipanqi.pages.home.urls")),
    path("", include("yipanqi.pages.queue.urls")),
    path("", include("yipanqi.pages.cases.urls")),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    path("accounts/signup/", CLOSED, name="account_signup"),
    path("accounts/email/", CLOSED, name="account_email"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
]
