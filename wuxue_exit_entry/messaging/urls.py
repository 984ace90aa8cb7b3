"""Addresses of the outbox."""

from django.urls import path, re_path

from wuxue_exit_entry.messaging import views

app_name = "messaging"
urlpatterns = [
    path("", views.message_list, name="message-list"),
    path("alarms/", views.alarm_list, name="alarm-list"),
    path("alarms/<slug:public_id>/acknowledge/", views.alarm_acknowledge, name="alarm-acknowledge"),
    path("policy/", views.policy, name="policy"),
    path("jobs/revive/", views.jobs_revive, name="jobs-revive"),
    re_path(r"^(?P<public_id>[0-9A-Z]{12})/$", views.message_detail, name="message-detail"),
    re_path(r"^(?P<public_id>[0-9A-Z]{12})/retry/$", views.message_retry, name="message-retry"),
]
