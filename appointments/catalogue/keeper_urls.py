"""Screens of the catalogue keeper."""

from django.urls import path

from appointments.catalogue import keeper_views as views

app_name = "keeper"
_ITEM = "services/<str:code>/"
urlpatterns = [
    path("", views.home, name="home"),
    path("unconfirmed/", views.unconfirmed, name="unconfirmed"),
    path(_ITEM, views.service, name="service"),
    path(_ITEM + "edit/", views.service_edit, name="service-edit"),
    path(_ITEM + "history/", views.service_history, name="service-history"),
    path(_ITEM + "<slug:kind>/<str:key>/confirm/", views.part_confirm, name="part-confirm"),
    path(_ITEM + "<slug:kind>/new/", views.part_edit, name="part-new"),
    path(_ITEM + "<slug:kind>/<str:key>/", views.part_edit, name="part-edit"),
    path("lists/<slug:kind>/", views.entry_list, name="entry-list"),
    path("lists/<slug:kind>/new/", views.entry_edit, name="entry-new"),
    path("lists/<slug:kind>/<str:key>/", views.entry_edit, name="entry-edit"),
]
