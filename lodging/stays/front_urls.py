"""Screens of a hotel's desk, in two languages."""

from django.urls import path

from lodging.hotels import house_views as house
from lodging.stays import front_views as views

app_name = "front"
urlpatterns = [
    path("", views.register, name="register"),
    path("scan/", views.scan, name="scan"),
    path("until/", views.until, name="until"),
    path("nobody/", views.nobody, name="nobody"),
    path("help/", views.call_for_help, name="help"),
    path("receipts/<str:number>/", views.receipt, name="receipt"),
    path("house/", house.house, name="house"),
    path("house/people/", house.invite, name="invite"),
    path("house/people/<str:username>/remove/", house.remove, name="remove"),
    path("house/keys/", house.make_key, name="make-key"),
    path("house/keys/<slug:public_id>/rotate/", house.rotate_key, name="rotate-key"),
    path("house/keys/<slug:public_id>/revoke/", house.revoke_key, name="revoke-key"),
    path("stays/<slug:public_id>/", views.stay, name="stay"),
    path("stays/<slug:public_id>/check-out/", views.check_out, name="check-out"),
    path("stays/<slug:public_id>/cancel/", views.cancel, name="cancel"),
]
