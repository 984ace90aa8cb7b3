"""Addresses of sign-in, accounts, units, security and the roster."""

from django.urls import path, re_path

from wuxue_exit_entry.accounts import admin_views, duty_views, views

app_name = "accounts"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("sign-in/", views.sign_in_page, name="sign-in"),
    path("second-step/", views.second_step, name="second-step"),
    path("enrol/", views.enrol, name="enrol"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("me/", views.me, name="me"),
    path("password/", views.password, name="password"),
    path("users/", admin_views.user_list, name="user-list"),
    path("users/new/", admin_views.user_create, name="user-create"),
    path("users/<slug:public_id>/", admin_views.user_detail, name="user-detail"),
    path("users/<slug:public_id>/state/", admin_views.user_state, name="user-state"),
    path("users/<slug:public_id>/password/", admin_views.user_reset_password, name="user-reset-password"),
    path("units/", admin_views.unit_list, name="unit-list"),
    path("units/new/", admin_views.unit_form, name="unit-create"),
    path("units/<slug:public_id>/", admin_views.unit_form, name="unit-detail"),
    path("security/", admin_views.security, name="security"),
    path("security/<slug:public_id>/", admin_views.security_detail, name="security-detail"),
    re_path(
        r"^security/(?P<public_id>[-\w]+)/(?P<act>unlock|reset-factor|end-sessions)/$",
        admin_views.security_act,
        name="security-act",
    ),
    path("duty/", duty_views.roster, name="roster"),
    path("duty/week/<str:monday>/", duty_views.roster, name="roster-week"),
    path("duty/week/<str:monday>/copy/", duty_views.week_copy, name="week-copy"),
    path("duty/shifts/add/", duty_views.shift_add, name="shift-add"),
    path("duty/shifts/<slug:public_id>/remove/", duty_views.shift_remove, name="shift-remove"),
    path("duty/hand-over/", duty_views.hand_over, name="hand-over"),
    re_path(
        r"^duty/hand-over/(?P<public_id>[-\w]+)/(?P<answer>confirm|withdraw)/$",
        duty_views.hand_over_answer,
        name="hand-over-answer",
    ),
]
