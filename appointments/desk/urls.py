"""Screens of the window officers."""

from django.urls import path

from appointments.desk import arrival_views, booking_views, counter_views, sheet_views, work_views

app_name = "desk"
_FILE, _VISIT = "files/<slug:public_id>/", "bookings/<slug:code>/"
urlpatterns = [
    path("", work_views.workbench, name="list"),
    path("find/", work_views.find, name="find"),
    path("register/", work_views.register_preview, name="register-preview"),
    path("register/confirm/", work_views.register_confirm, name="register-confirm"),
    path(_FILE, work_views.file, name="file"),
    path(_FILE + "register/", work_views.register, name="file-register"),
    path(_FILE + "check-in/", work_views.check_in, name="file-check-in"),
    path(_FILE + "start/", work_views.start, name="file-start"),
    path(_FILE + "tell/", work_views.tell, name="file-tell"),
    path(_FILE + "correct/", work_views.correct, name="file-correct"),
    path(_FILE + "tick/", work_views.tick, name="file-tick"),
    path(_FILE + "accept/", work_views.accept, name="file-accept"),
    path(_FILE + "complete/", work_views.complete, name="file-complete"),
    path(_FILE + "second-trip/", work_views.second_trip, name="file-second-trip"),
    path(_FILE + "number/", work_views.number, name="file-number"),
    path(_FILE + "reveal/", work_views.reveal, name="file-reveal"),
    path(_FILE + "history/", booking_views.file_history, name="file-history"),
    path(_VISIT, booking_views.booking, name="booking"),
    path(_VISIT + "move/", booking_views.move, name="booking-move"),
    path(_VISIT + "cancel/", booking_views.cancel, name="booking-cancel"),
    path(_VISIT + "phone/", booking_views.phone, name="booking-phone"),
    path(_VISIT + "excuse/", booking_views.excuse, name="booking-excuse"),
    path(_VISIT + "history/", booking_views.booking_history, name="booking-history"),
    path("arrivals/", arrival_views.arrivals, name="arrivals"),
    path("arrivals/check-in/", arrival_views.check_in, name="arrival-check-in"),
    path("book/", counter_views.book, name="book"),
    path("day/", sheet_views.day, name="day"),
    path("calls/", sheet_views.calls, name="calls"),
    path("calls/<slug:public_id>/", sheet_views.called, name="called"),
]
