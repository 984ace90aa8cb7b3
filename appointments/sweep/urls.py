"""Screens of the sweeps."""

from django.urls import URLPattern

app_name = "sweep"
urlpatterns: list[URLPattern] = []
