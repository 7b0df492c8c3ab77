"""Addresses of 机构与权限."""

from __future__ import annotations

from django.urls import path

from yipanqi.pages.agencies import acts, views

urlpatterns = [
    path("", views.agencies, name="agencies"),
    path("new/", acts.open_agency, name="agency_open"),
    path("<int:agency_id>/change/", acts.change_agency, name="agency_change"),
    path("<int:agency_id>/close/", acts.close_agency, name="agency_close"),
    path("roles/", views.roles, name="agencies_roles"),
    path("grants/", views.grants, name="agencies_grants"),
    path("grants/<int:grant_id>/confirm/", acts.confirm, name="grant_confirm"),
    path("grants/<int:grant_id>/refuse/", acts.refuse, name="grant_refuse"),
    path("grants/<int:grant_id>/end/", acts.end, name="grant_end"),
    path("officers/new/", acts.open_account, name="officer_open"),
    path("officers/<int:officer_id>/", views.officer, name="officer"),
    path("officers/<int:officer_id>/move/", acts.move, name="officer_move"),
    path("officers/<int:officer_id>/close/", acts.close, name="officer_close"),
    path("officers/<int:officer_id>/reopen/", acts.reopen, name="officer_reopen"),
    path("officers/<int:officer_id>/password/", acts.reset_password, name="officer_reset_password"),
    path("officers/<int:officer_id>/factors/", acts.reset_factors, name="officer_reset_factors"),
    path("officers/<int:officer_id>/propose/", acts.propose, name="grant_propose"),
]
