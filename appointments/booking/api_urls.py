from django.urls import path

from appointments.booking import api

urlpatterns = [
    path("slots/", api.SlotsView.as_view(), name="slots"),
    path("bookings/", api.BookingsView.as_view(), name="booking-list"),
    path("bookings/<str:code>/", api.BookingView.as_view(), name="booking-detail"),
    path("bookings/<str:code>/reschedule/", api.RescheduleView.as_view(), name="booking-reschedule"),
    path("bookings/<str:code>/cancel/", api.CancelView.as_view(), name="booking-cancel"),
]
