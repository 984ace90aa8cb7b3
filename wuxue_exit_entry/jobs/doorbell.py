"""Wakes a worker through the broker: best effort, never in the way of a request, silent when the broker is gone."""

import logging
import threading
import time

from celery import current_app

log = logging.getLogger(__name__)
_PAUSE_SECONDS = 1.0
_PAUSE_AFTER_FAILURE_SECONDS = 10.0


class _Doorbell:
    """One thread a process that rings; asking it to is setting a flag, so a frozen broker costs a request nothing."""

    def __init__(self) -> None:
        self._wanted = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ring(self) -> None:
        """Ask for one ring; many in a second are one."""
        self._wanted.set()
        # After a fork the thread is not alive in the child.
        if self._thread is None or not self._thread.is_alive():
            self._start()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="doorbell", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            time.sleep(_PAUSE_SECONDS if self._sent() else _PAUSE_AFTER_FAILURE_SECONDS)

    def _sent(self) -> bool:
        try:
            current_app.send_task("jobs.drain", expires=15, retry=False, ignore_result=True)
        except Exception as problem:
            log.warning("doorbell: %s", type(problem).__name__)
            return False
        return True


_doorbell = _Doorbell()


def ring() -> None:
    """Ring soon; returns at once and never raises."""
    try:
        _doorbell.ring()
    except RuntimeError:  # no more threads, or the interpreter is closing
        log.warning("doorbell: no thread")
