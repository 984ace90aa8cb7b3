"""Typed reading of the environment; secrets also from `NAME_FILE`; unknown booleans are refused."""

import os
import secrets as token
from contextlib import suppress
from pathlib import Path

from environs import Env

env = Env()


def secret(name: str, *, generated_in: Path | None = None) -> str:
    """Return secret `name` from the environment, from the file `NAME_FILE`, or a generated one kept in `generated_in`.

    Raises environs.EnvError when it is nowhere and may not be generated.
    """
    path = env.str(f"{name}_FILE", "")
    if path:
        return Path(path).read_text(encoding="ascii").strip()
    if generated_in is None or env.str(name, ""):
        return str(env.str(name))
    return generated_secret(generated_in / name.lower())


def optional_secret(name: str) -> str:
    """Return secret `name` from the environment or from the file `NAME_FILE`, empty when it is nowhere."""
    path = env.str(f"{name}_FILE", "")
    return Path(path).read_text(encoding="utf-8").strip() if path else str(env.str(name, ""))


def generated_secret(path: Path) -> str:
    """Return the content of `path`, writing 256 random bits there first when it does not exist yet."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with open(draft, "w", encoding="ascii", opener=_private) as new:
            new.write(token.token_hex(32))
        with suppress(FileExistsError):  # another process was first: its secret counts
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
