"""Public pages of the green channel."""

from django.urls import path

from appointments.green_channel import views

app_name = "green_channel"
urlpatterns = [
    path("ask/", views.ask, name="ask"),
    path("<str:code>/<str:secret>/", views.status, name="status"),
    path("<str:code>/<str:secret>/withdraw/", views.withdraw, name="withdraw"),
]
