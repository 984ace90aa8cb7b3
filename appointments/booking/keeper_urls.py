"""Screens of the keeper of the hours."""

from django.urls import path, register_converter

from appointments.booking import keeper_views
from wuxue_exit_entry.ui.converters import DayConverter

register_converter(DayConverter, "day")

app_name = "openings"
urlpatterns = [
    path("", keeper_views.hours, name="hours"),
    path("patterns/<int:pk>/end/", keeper_views.end, name="pattern-end"),
    path("exceptions/<int:pk>/remove/", keeper_views.remove_exception, name="exception-remove"),
    path("days/", keeper_views.days, name="days"),
    path("days/<day:day>/remove/", keeper_views.remove_day, name="day-remove"),
    path("numbers/", keeper_views.policy, name="policy"),
]
