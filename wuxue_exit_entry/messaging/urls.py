"""Addresses of the outbox; the demonstration's phone has one in demo mode only."""

from django.conf import settings
from django.urls import path

from wuxue_exit_entry.messaging import views

app_name = "messaging"
urlpatterns = [
    path("", views.message_list, name="message-list"),
    path("alarms/", views.alarm_list, name="alarm-list"),
    path("alarms/<slug:public_id>/acknowledge/", views.alarm_acknowledge, name="alarm-acknowledge"),
    path("policy/", views.policy, name="policy"),
    path("jobs/revive/", views.jobs_revive, name="jobs-revive"),
]
if settings.DEMO_MODE:
    urlpatterns.append(path("demo-phone/", views.demo_phone, name="demo-phone"))
urlpatterns += [
    path("<slug:public_id>/", views.message_detail, name="message-detail"),
    path("<slug:public_id>/retry/", views.message_retry, name="message-retry"),
]
