"""All addresses: public pages in two languages, staff pages in Chinese, the API, health."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from wuxue_exit_entry.health import healthz
from wuxue_exit_entry.ui.views import bad_request, page_not_found, permission_denied, server_error

urlpatterns = [
    path("healthz/", healthz, name="healthz"),
    path("accounts/", include("wuxue_exit_entry.accounts.urls")),
    path("ui/", include("wuxue_exit_entry.ui.urls")),
    path("messages/", include("wuxue_exit_entry.messaging.urls")),
    path("files/", include("wuxue_exit_entry.attachments.urls")),
    path("audit/", include("wuxue_exit_entry.supervision.audit_log.urls")),
    path("supervision/", include("wuxue_exit_entry.supervision.urls")),
    path("desk/", include("appointments.desk.urls")),
    path("green/", include("appointments.green_channel.staff_urls")),
    path("sweeps/", include("appointments.sweep.urls")),
    path("lodging/", include("lodging.officer_urls")),
    path("people/", include("foreigners.people.urls")),
    path("contacts/", include("liaison.contacts.urls")),
    path("keeper/hours/", include("appointments.booking.keeper_urls")),
    path("keeper/", include("appointments.catalogue.keeper_urls")),
    path("api/v1/", include("wuxue_exit_entry.api_urls")),
]
urlpatterns += i18n_patterns(
    path("messages/", include("wuxue_exit_entry.messaging.demo_urls")),
    path("about/", include("wuxue_exit_entry.ui.public_urls")),
    path("", include("appointments.catalogue.urls")),
    path("", include("appointments.booking.urls")),
    path("green-channel/", include("appointments.green_channel.urls")),
    path("front/", include("lodging.stays.front_urls")),
    prefix_default_language=False,
)
handler400 = bad_request
handler403 = permission_denied
handler404 = page_not_found
handler500 = server_error
