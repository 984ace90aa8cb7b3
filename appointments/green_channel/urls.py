"""Pages of the green channel."""

from django.urls import URLPattern

app_name = "green"
urlpatterns: list[URLPattern] = []
