"""Version 1 of the API: schema, its readable form, and the areas."""

from django.urls import include, path

urlpatterns = [
    path("appointments/", include("appointments.booking.api_urls")),
]
