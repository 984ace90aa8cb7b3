"""Version 1 of the API: schema, its readable form, and the areas."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from wuxue_exit_entry import api_docs

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", api_docs.docs, name="api-docs"),
    path("appointments/", include("appointments.catalogue.api_urls")),
    path("appointments/", include("appointments.booking.api_urls")),
    path("lodging/", include("lodging.stays.api_urls")),
]
