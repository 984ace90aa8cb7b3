"""Every benchmark runs to its end at a small scale; no time is held against anything here."""

import re

import pytest

from tests.support import database


@pytest.mark.slow
def test_benchmarks_run_and_print_their_ratios(django_db_setup: None, database_name: str) -> None:
    said = database.manage("benchmark", "--scale", "small", database=database_name)

    assert len(re.findall(r"ratio \d+\.\d", said)) == 3, said
    queries = re.findall(r"bookings: (\d+) queries", said)
    assert len(queries) == 2
    assert max(map(int, queries)) <= 5, said
