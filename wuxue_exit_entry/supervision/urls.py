"""Screens of the supervisors."""

from django.urls import path

from wuxue_exit_entry.supervision.figures import views

app_name = "supervision"
urlpatterns = [
    path("", views.figures, name="figures"),
    path("<slug:slug>/", views.figure_cases, name="figure-cases"),
]
