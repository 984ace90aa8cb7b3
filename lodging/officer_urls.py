"""Screens of lodging for officers."""

from django.urls import path

from lodging.hotels import officer_views as hotels
from lodging.stays import officer_views as stays

app_name = "lodging"
urlpatterns = [
    path("", stays.stay_list, name="stay-list"),
    path("stays/<slug:public_id>/", stays.stay_detail, name="stay-detail"),
    path("people/<slug:public_id>/stays/", stays.person_stays, name="person-stays"),
    path("hotels/", hotels.hotel_list, name="hotel-list"),
    path("hotels/open/", hotels.hotel_open, name="hotel-open"),
    path("hotels/<slug:code>/", hotels.hotel_detail, name="hotel-detail"),
    path("hotels/<slug:code>/invite/", hotels.hotel_invite, name="hotel-invite"),
]
