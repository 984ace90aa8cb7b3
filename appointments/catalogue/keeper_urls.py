"""Screens of the catalogue keeper."""

from django.urls import URLPattern

app_name = "keeper"
urlpatterns: list[URLPattern] = []
