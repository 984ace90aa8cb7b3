"""Jobs of the bookings: earlier places are offered, and given back when nobody answers."""

from datetime import datetime, timedelta

from appointments.booking import offers, selectors
from wuxue_exit_entry.jobs import registry, services
from wuxue_exit_entry.jobs.models import Job

OFFERS = "appointments.earlier_offers"
_KEEP = timedelta(days=1)


@registry.on_tick
def look_for_offers(now: datetime) -> None:
    """Ensure this minute's run while anybody waits or holds an offer."""
    if selectors.anybody_waits():
        services.ensure(OFFERS, now.strftime("%Y-%m-%dT%H:%M"), due_at=now)


# Each offer is a transaction of its own: held locks must not keep people from moving. Running twice finds nothing left.
@registry.handles(OFFERS, transactional=False)
def run_offers(job: Job) -> None:
    """Give back what has lapsed, then offer what is free."""
    offers.lapse_offers()
    offers.make_offers()
    services.forget_done(OFFERS, before=job.due_at - _KEEP)
