"""The frame without a database: the hall's contact data are given."""

import pytest

from wuxue_exit_entry.ui import shell


@pytest.fixture(autouse=True)
def _contact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(shell._providers, "hall", lambda _request: shell.HallContact(phone="0713-620 0000"))
