"""Screens of the window officers."""

from django.urls import URLPattern

app_name = "desk"
urlpatterns: list[URLPattern] = []
