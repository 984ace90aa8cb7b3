"""Machine readable zones of travel documents (ICAO Doc 9303 parts 3 to 7): what they say and what is wrong in them.

`parse` takes what a scanner types or a person pastes and never raises; `render` prints a zone from its fields.
"""

from wuxue_exit_entry.kernel.mrz.layout import Form, check_digit
from wuxue_exit_entry.kernel.mrz.letters import transliterate
from wuxue_exit_entry.kernel.mrz.printing import render, render_again
from wuxue_exit_entry.kernel.mrz.reading import parse
from wuxue_exit_entry.kernel.mrz.values import Document, Kind, Problem, Reading, Repair, Severity
from wuxue_exit_entry.kernel.mrz.words import NAMES_UNCHECKED

__all__ = [
    "NAMES_UNCHECKED",
    "Document",
    "Form",
    "Kind",
    "Problem",
    "Reading",
    "Repair",
    "Severity",
    "check_digit",
    "parse",
    "render",
    "render_again",
    "transliterate",
]
