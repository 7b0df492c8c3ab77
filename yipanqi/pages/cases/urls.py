"""Addresses of the case list, the grids and the case page."""

from django.urls import path

from yipanqi.pages.cases import exporting, facts, grid, keeping, listing, opening, overview, records, releasing

urlpatterns = [
    path("cases/", listing.cases, name="cases"),
    path("cases/load/", keeping.load, name="load"),
    path("cases/views/", keeping.keep_view, name="keep_view"),
    path("cases/views/<int:view_id>/", keeping.drop_view, name="drop_view"),
    path("cases/fill-in/", grid.fill_in, name="fill_in"),
    path("cases/pending-release/", releasing.pending_release, name="pending_release"),
    path("cases/export/", exporting.export_list, name="cases_export"),
    path("cases/<int:case_id>/export/", exporting.export_case, name="case_export"),
    path("cases/<int:case_id>/", overview.case, name="case"),
    path("cases/<int:case_id>/duties/", overview.case_duties, name="case_duties"),
    path("cases/<int:case_id>/facts/", facts.case_facts, name="case_facts"),
    path("cases/<int:case_id>/facts/<slug:field>/", facts.case_correct, name="case_correct"),
    path("cases/<int:case_id>/events/", records.case_events, name="case_events"),
    path("cases/<int:case_id>/changes/", records.case_changes, name="case_changes"),
    path("cases/<int:case_id>/looks/", records.case_looks, name="case_looks"),
    path("cases/<int:case_id>/open", opening.case_open, name="case_open"),
    path("cases/<int:case_id>/identity", opening.case_identity, name="case_identity"),
]
