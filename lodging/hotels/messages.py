"""Alarms that hotels raise."""


def help_key(hotel_code: str) -> str:
    """The key of the alarm of a hotel that asks for help; one is open at a time."""
    return f"lodging.help.{hotel_code}"
