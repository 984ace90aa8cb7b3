"""Where the embedded servers keep their data and how they are reached; no Django here, settings import it."""

from pathlib import Path

VAR_DIR = Path(__file__).resolve().parent.parent.parent / "var"


def database_url(role: str) -> str:
    """Return the URL of the embedded database for `role`, "app" or "owner"."""
    raise NotImplementedError(role)


def redis_url() -> str:
    """Return the URL of the embedded Valkey, password included."""
    return "redis://127.0.0.1:6379/0"
