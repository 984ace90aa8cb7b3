"""Verbs of the audit in words: the `verbs` module of every app says what its services record."""

from collections.abc import Mapping

_WORDS: dict[str, str] = {}


def register(words: Mapping[str, str]) -> None:
    """Say what verbs are called, on the auditor's screens and in the history of a row alike."""
    _WORDS.update(words)


def words_of(verb: str) -> str:
    """Return the verb in words, or as it is where an older release recorded what this one no longer knows."""
    return _WORDS.get(verb, verb)


def known() -> frozenset[str]:
    """Return every verb that has words."""
    return frozenset(_WORDS)
