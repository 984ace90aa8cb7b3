"""Addresses of the auditor."""

from django.urls import path

from wuxue_exit_entry.supervision.audit_log import views

app_name = "audit"
urlpatterns = [
    path("", views.event_list, name="event-list"),
    path("export/", views.event_export, name="event-export"),
    path("<int:pk>/", views.event_detail, name="event-detail"),
]
