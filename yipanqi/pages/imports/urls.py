"""Addresses of 台账导入."""

from __future__ import annotations

from django.urls import path

from yipanqi.pages.imports import acts, downloads, views

urlpatterns = [
    path("", views.batches, name="imports"),
    path("upload/", acts.upload, name="import_upload"),
    path("template/", downloads.template, name="import_template"),
    path("<int:batch_id>/", views.batch, name="import_batch"),
    path("<int:batch_id>/progress/", views.progress, name="import_progress"),
    path("<int:batch_id>/continue/", acts.go_on, name="import_continue"),
    path("<int:batch_id>/rejected/", downloads.rejected, name="import_rejected"),
    path("<int:batch_id>/take/", acts.take, name="import_take"),
    path("<int:batch_id>/answer/", acts.answer, name="import_answer"),
    path("<int:batch_id>/undo/", acts.undo, name="import_undo"),
]
