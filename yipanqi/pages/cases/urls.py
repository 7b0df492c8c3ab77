"""Addresses of the case list and the case page."""

from django.urls import path

from yipanqi.pages.cases import listing, page

urlpatterns = [
    path("cases/", listing.cases, name="cases"),
    path("cases/<int:case_id>/", page.case, name="case"),
    path("cases/fill-in/", listing.cases, name="fill_in"),
    path("cases/pending-release/", listing.cases, name="pending_release"),
]
