"""Pages of a booking: on the way to it, and its own."""

from django.urls import path

from appointments.booking import views_book, views_earlier, views_manage

app_name = "booking"
_OWN = "b/<str:code>/<str:secret>/"
urlpatterns = [
    path("book/slots/", views_book.slots, name="slots"),
    path("book/details/", views_book.details, name="details"),
    path("book/code/", views_book.code, name="code"),
    path("book/check/", views_book.check, name="check"),
    path("book/time/", views_book.other_time, name="other-time"),
    path("book/confirm/", views_book.confirm, name="confirm"),
    path("book/notice/", views_book.privacy_notice, name="notice"),
    path("my/", views_manage.find, name="find"),
    path(_OWN, views_manage.open_, name="open"),
    path(_OWN + "done/", views_manage.done, name="done"),
    path(_OWN + "reschedule/", views_manage.reschedule, name="reschedule"),
    path(_OWN + "cancel/", views_manage.cancel, name="cancel"),
    path(_OWN + "not-mine/", views_manage.disown, name="disown"),
    path(_OWN + "calendar.ics", views_manage.calendar, name="calendar"),
    path(_OWN + "earlier/", views_earlier.earlier, name="earlier"),
]
