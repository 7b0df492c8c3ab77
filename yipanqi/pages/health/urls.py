"""Addresses of the probes."""

from django.urls import path

from yipanqi.pages.health import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("metrics", views.metrics, name="metrics"),
]
