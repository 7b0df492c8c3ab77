"""Addresses of the board."""

from django.urls import path

from yipanqi.pages.board import views

urlpatterns = [
    path("", views.board, name="board"),
    path("rows/<slug:key>/", views.rows, name="board_rows"),
]
