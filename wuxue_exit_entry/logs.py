"""Logging of every process: one JSON line an event on stderr, personal numbers masked by the last step before it.

No access log of a server is used, because paths and query strings are written by strangers; `audit.middleware` logs
the route instead.
"""

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog

from wuxue_exit_entry.privacy import masks

_UNMASKED = {"timestamp", "level", "logger", "request_id"}


def mask_personal_numbers(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask whatever looks like a personal number in any value, however deep; drop the path that Django appends."""
    if event.get("logger") == "django.request":
        event["event"] = str(event.get("event", "")).partition(":")[0]
    return {key: value if key in _UNMASKED else masks.mask_values(value) for key, value in event.items()}


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
]


def formatter() -> logging.Formatter:
    """Return the formatter of both structlog's and the standard library's records."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            mask_personal_numbers,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
    )


def configure(level: str = "INFO") -> dict[str, Any]:
    """Set structlog up and return the value of `settings.LOGGING`."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    quiet = {"level": "WARNING"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "wuxue_exit_entry.logs.formatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        # Servers would write the path of each request, httpx the address with its query.
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "propagate": False, "level": "CRITICAL"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "httpx": quiet,
            "httpcore": quiet,
            "axes": quiet,
            "granian.access": {"level": "CRITICAL", "propagate": False},
        },
    }
