"""The request in which something happens: its id and address, stored with every event."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class RequestContext:
    """Where a call came from; both empty outside requests and jobs."""

    request_id: str = ""
    ip: str | None = None


_NOWHERE = RequestContext()
_context: ContextVar[RequestContext] = ContextVar("audit_request", default=_NOWHERE)


def current() -> RequestContext:
    """Return the request that runs now."""
    return _context.get()


@contextmanager
def bound(request_id: str, ip: str | None = None) -> Iterator[None]:
    """Run the block as the request, or the job, `request_id`."""
    token = _context.set(RequestContext(request_id, ip))
    try:
        yield
    finally:
        _context.reset(token)
