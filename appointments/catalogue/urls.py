"""Public pages of the catalogue."""

from django.urls import path

from appointments.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.home, name="home"),
    path("services/", views.service_list, name="service-list"),
    path("services/add/", views.add, name="add"),
    path("services/<str:code>/", views.service, name="service"),
    path("services/<str:code>/sheet/", views.service_sheet, name="service-sheet"),
    path("services/<str:code>/questions/", views.questions, name="questions"),
    path("urgent/", views.urgent, name="urgent"),
    path("checklist/", views.checklist, name="checklist"),
    path("checklist/sheet/", views.checklist_sheet, name="checklist-sheet"),
]
