"""Kinds of jobs that exist in these tests only."""

import pytest

from wuxue_exit_entry.jobs import registry


@pytest.fixture
def kind(monkeypatch):
    """Register handlers for one test: `kind("test.x", run, **options)`."""
    handlers = dict(registry._handlers)
    monkeypatch.setattr(registry, "_handlers", handlers)

    def register(name, run, **options):
        registry.handles(name, **options)(run)
        return name

    return register
