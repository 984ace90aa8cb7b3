"""Screens of the green channel for officers."""

from django.urls import path

from appointments.green_channel import staff_views

app_name = "green"
urlpatterns = [
    path("", staff_views.request_list, name="request-list"),
    path("enter/", staff_views.enter, name="enter"),
    path("<str:code>/", staff_views.request_detail, name="request-detail"),
    path("<str:code>/decide/", staff_views.decide, name="decide"),
]
