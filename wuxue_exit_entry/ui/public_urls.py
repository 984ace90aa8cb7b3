"""Public statements about the site itself, in both languages."""

from django.urls import path

from wuxue_exit_entry.ui import views

app_name = "about"
urlpatterns = [
    path("official/", views.official, name="official"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
