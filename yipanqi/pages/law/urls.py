"""Addresses of the law library, the rehearsals and the holiday notices."""

from django.urls import path

from yipanqi.pages.law import holidays, library, rehearsals

urlpatterns = [
    path("", library.library, name="law"),
    path("rules/<str:name>/", library.rule, name="law_rule"),
    path("holidays/", holidays.holidays, name="holidays"),
    path("rehearsals/", rehearsals.listing, name="rehearsals"),
    path("rehearsals/new/", rehearsals.new, name="rehearsal_new"),
    path("rehearsals/<int:rehearsal_id>/", rehearsals.one, name="rehearsal"),
    path("rehearsals/<int:rehearsal_id>/progress/", rehearsals.progress, name="rehearsal_progress"),
    path("rehearsals/<int:rehearsal_id>/again/", rehearsals.again, name="rehearsal_again"),
    path("rehearsals/<int:rehearsal_id>/sign/", rehearsals.sign, name="rehearsal_sign"),
    path("rehearsals/<int:rehearsal_id>/drop/", rehearsals.drop, name="rehearsal_drop"),
]
