"""`GET /healthz/`: what works and what does not, without a login and within a second."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wuxue_exit_entry import heartbeats
from wuxue_exit_entry.accounts import access


@access.public_page
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, broker, worker and beat are there, else 503; booking needs the database alone."""
    found = {"database": database_answers(), **heartbeats.alive()}
    well = all(found.values())
    checks = {name: "ok" if fine else "down" for name, fine in found.items()}
    return JsonResponse({"status": "ok" if well else "degraded", "checks": checks}, status=200 if well else 503)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False
