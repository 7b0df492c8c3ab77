"""The address of the door itself."""

from django.urls import path

from yipanqi.pages.home import views

urlpatterns = [path("", views.home, name="home")]
