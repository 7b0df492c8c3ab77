"""All addresses: one line per area of the pages, and sign-in by allauth."""

from django.urls import include, path

urlpatterns = [
    path("", include("yipanqi.pages.health.urls")),
    path("accounts/", include("allauth.urls")),
]
