"""Screens of the contacts."""

from django.urls import path

from liaison.contacts import views

app_name = "contacts"
urlpatterns = [
    path("", views.organisation_list, name="organisation-list"),
    path("add/", views.organisation_add, name="organisation-add"),
    path("<slug:public_id>/", views.organisation_detail, name="organisation-detail"),
    path("<slug:public_id>/change/", views.organisation_change, name="organisation-change"),
    path("<slug:public_id>/contacts/", views.contact_add, name="contact-add"),
    path("<slug:public_id>/alike/<slug:other>/", views.say_alike, name="say-alike"),
]
