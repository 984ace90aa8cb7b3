"""Signs of life of worker and beat: keys of the broker that expire; they say something, nothing depends on them."""

from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

LIFETIMES = {"worker": 35, "beat": 50}  # seconds; worker strikes every 10, beat with every doorbell (15)
STRIKE_EVERY = 10.0


@cache
def _client() -> redis.Redis:
    """Return a client that gives up early: a health check must not wait for a broker that is not there."""
    once = Retry(NoBackoff(), 0)
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.4, socket_connect_timeout=0.4, retry=once)


def strike(part: str) -> None:
    """Say that `part` lives; a broker that is away is the broker's own finding."""
    try:
        _client().set(f"alive:{part}", 1, ex=LIFETIMES[part])
    except redis.RedisError:
        return


def alive() -> dict[str, bool]:
    """Return the state of broker, worker and beat after one question to the broker."""
    try:
        answers = _client().mget([f"alive:{part}" for part in LIFETIMES])
    except redis.RedisError:
        return {"broker": False, **dict.fromkeys(LIFETIMES, False)}
    return {"broker": True, **{part: answer is not None for part, answer in zip(LIFETIMES, answers, strict=True)}}
