"""Typed reading of the environment; secrets also from `NAME_FILE`; unknown booleans are refused."""

import os
import secrets as token
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
    return _generated(generated_in / name.lower())


def _generated(path: Path) -> str:
    """Return the content of `path`, writing 256 random bits there first when it does not exist yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="ascii", opener=_private) as new:
            new.write(token.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
