"""Addresses of the journal."""

from __future__ import annotations

from django.urls import path

from yipanqi.pages.journal import views

urlpatterns = [
    path("", views.lines, name="journal"),
    path("looks/", views.looks, name="journal_looks"),
    path("verify/", views.verify, name="journal_verify"),
]
