"""Addresses of the acts."""

from django.urls import path

from yipanqi.pages.acts import views

urlpatterns = [
    path("acts/", views.several, name="acts"),
    path("acts/<slug:key>/", views.perform, name="act"),
]
