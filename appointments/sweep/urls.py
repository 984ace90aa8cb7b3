"""Addresses of the sweeps; staff only."""

from django.urls import path

from appointments.sweep import views

app_name = "sweep"
urlpatterns = [
    path("", views.sweep_list, name="sweep-list"),
    path("run/", views.run, name="sweep-run"),
    path("<slug:public_id>/", views.sweep_detail, name="sweep-detail"),
    path("<slug:public_id>/sign-off/", views.sign_off, name="sweep-sign-off"),
]
