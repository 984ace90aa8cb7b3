"""API of the catalogue."""

from django.urls import path

from appointments.catalogue import api

urlpatterns = [
    path("services/", api.ServicesView.as_view(), name="service-list"),
    path("checklist/", api.ChecklistView.as_view(), name="checklist"),
]
