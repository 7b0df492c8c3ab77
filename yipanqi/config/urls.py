"""All addresses: one line per area of the pages, and sign-in by allauth."""

from django.urls import include, path

urlpatterns = [
    path("", include("yipanqi.pages.health.urls")),
    path("", include("yipanqi.pages.home.urls")),
    path("", include("yipanqi.pages.queue.urls")),
    path("", include("yipanqi.pages.acts.urls")),
    path("", include("yipanqi.pages.cases.urls")),
    path("", include("yipanqi.pages.account.urls")),
    path("law/", include("yipanqi.pages.law.urls")),
    path("board/", include("yipanqi.pages.board.urls")),
    path("imports/", include("yipanqi.pages.imports.urls")),
    path("agencies/", include("yipanqi.pages.agencies.urls")),
    path("journal/", include("yipanqi.pages.journal.urls")),
]
