"""Settings that reliability and safety rest on; a change here is a decision, not an edit."""

import pytest
from django.conf import settings
from django.db import connection

from wuxue_exit_entry.celery import app
from wuxue_exit_entry.embedded import layout, postgres, programs, valkey

CELERY = {
    "task_acks_late": True,
    "task_reject_on_worker_lost": None,  # only on drain and tick, see below
    "worker_prefetch_multiplier": 1,
    "task_soft_time_limit": 60,
    "task_time_limit": 90,
    "task_ignore_result": True,
    "accept_content": ["json"],
    "broker_connection_max_retries": None,
    "worker_soft_shutdown_timeout": 30,
    "worker_cancel_long_running_tasks_on_connection_loss": True,
    "visibility_timeout": 120,
    "result_backend_transport_options": {"visibility_timeout": 120},
    "broker_transport_options": {"visibility_timeout": 120, "socket_timeout": 5, "socket_connect_timeout": 5},
}


@pytest.mark.parametrize(("name", "value"), CELERY.items())
def test_celery_setting_is_frozen(name: str, value: object) -> None:
    assert app.conf[name] == value


def test_beat_knows_one_tick_and_one_drain() -> None:
    table = {
        name: (entry["task"], entry["schedule"], entry["options"]) for name, entry in app.conf.beat_schedule.items()
    }
    assert table == {
        "tick": ("jobs.tick", 60.0, {"expires": 55}),
        "drain": ("jobs.drain", 15.0, {"expires": 15}),
    }
    assert {task for task, _, _ in table.values()} <= set(app.tasks)


@pytest.mark.parametrize("task", ["jobs.drain", "jobs.tick"])
def test_a_task_lost_with_its_worker_comes_back(task: str) -> None:
    assert app.tasks[task].reject_on_worker_lost is True


@pytest.mark.parametrize(
    "line", ["bind 127.0.0.1", "appendonly yes", "appendfsync everysec", "maxmemory-policy noeviction"]
)
def test_valkey_setting_is_frozen(line: str) -> None:
    assert line in valkey.CONFIG.splitlines()


def test_valkey_asks_for_a_password() -> None:
    assert "requirepass {password}" in valkey.CONFIG.splitlines()
    assert len(layout.valkey_password()) == 64


def test_postgres_listens_on_no_address_and_never_answers_before_the_disk() -> None:
    assert postgres.OPTIONS["listen_addresses"] == ""
    assert postgres.OPTIONS["synchronous_commit"] == "on"
    assert "fsync" not in postgres.OPTIONS
    assert not any("fsync" in flag for flag in postgres.command())


def test_connections_of_all_programs_stay_below_the_servers_limit() -> None:
    at_most = programs.WEB_WORKERS * programs.WEB_THREADS + programs.WORKER_PROCESSES
    assert at_most <= 60
    assert int(postgres.OPTIONS["max_connections"]) == 100


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [("statement_timeout", "15s"), ("lock_timeout", "5s"), ("idle_in_transaction_session_timeout", "30s")],
)
def test_connection_gives_up_in_time(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        assert cursor.fetchone() == (value,)


def test_database_connections_are_checked_before_use() -> None:
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"] is True
    assert settings.DATABASES["default"]["CONN_MAX_AGE"] == 60
