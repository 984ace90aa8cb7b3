"""Two keepers enter the same day at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from django.db import connection

from wuxue_exit_entry.audit.actors import SYSTEM
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.workdays import services
from wuxue_exit_entry.workdays.models import CalendarDay

DAY = date(2031, 3, 3)
KEEPERS = 8


def test_one_row_and_nobody_fails_without_words(committed_db):
    together = Barrier(KEEPERS)

    def enter(number):
        try:
            together.wait()
            services.set_day(actor=SYSTEM, day=DAY, kind="holiday", name=f"停电{number}")
        except BusinessError as error:
            return error.code
        else:
            return "entered"
        finally:
            connection.close()

    with ThreadPoolExecutor(KEEPERS) as pool:
        outcomes = list(pool.map(enter, range(KEEPERS)))
    assert set(outcomes) <= {"entered", "day_changed"}
    assert "entered" in outcomes
    assert CalendarDay.objects.filter(date=DAY).count() == 1
    assert AuditEvent.objects.filter(verb="workdays.day.set").count() == outcomes.count("entered")
