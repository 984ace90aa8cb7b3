"""Addresses of files."""

from django.urls import path

from wuxue_exit_entry.attachments import views

app_name = "attachments"
urlpatterns = [path("<slug:public_id>/", views.show, name="show")]
