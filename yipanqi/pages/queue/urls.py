"""Addresses of the queue and the search."""

from django.urls import path

from yipanqi.pages.queue import search, views

urlpatterns = [
    path("queue/", views.queue, name="queue"),
    path("queue/duties/<int:duty_id>/why", views.why, name="duty_why"),
    path("search/", search.search, name="search"),
]
