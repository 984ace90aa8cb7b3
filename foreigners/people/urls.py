"""Screens of people."""

from django.urls import path

from foreigners.people import views

app_name = "people"
urlpatterns = [
    path("", views.person_list, name="person-list"),
    path("<slug:public_id>/", views.person_detail, name="person-detail"),
]
