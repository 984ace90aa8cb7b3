"""Outbox and demo phone."""

from django.urls import URLPattern

app_name = "messaging"
urlpatterns: list[URLPattern] = []
