"""Addresses of the gallery."""

from django.urls import path

from wuxue_exit_entry.ui import gallery

app_name = "ui"
urlpatterns = [
    path("", gallery.index, name="gallery"),
    path("pages/<slug:name>/", gallery.page, name="gallery-page"),
]
