"""The phone of the demonstration has an address in demo mode only."""

from django.conf import settings
from django.urls import URLPattern, path

from wuxue_exit_entry.messaging import views

app_name = "demo"
urlpatterns: list[URLPattern] = []
if settings.DEMO_MODE:
    urlpatterns.append(path("demo-phone/", views.demo_phone, name="phone"))
