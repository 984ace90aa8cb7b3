"""Identity documents, names and telephone numbers: what was typed, what it means, and whether it is the same person.

Knows no framework. A refusal is an `IdentityProblem` with a code; the words for it are in `kernel.sentences`.
"""

from wuxue_exit_entry.kernel.identity.documents import contradictions, parse, same_person
from wuxue_exit_entry.kernel.identity.names import clean_name
from wuxue_exit_entry.kernel.identity.phones import Phone, clean_phone
from wuxue_exit_entry.kernel.identity.resident import check_digit
from wuxue_exit_entry.kernel.identity.values import Identity, IdentityProblem, IdKind, Sex

__all__ = [
    "IdKind",
    "Identity",
    "IdentityProblem",
    "Phone",
    "Sex",
    "check_digit",
    "clean_name",
    "clean_phone",
    "contradictions",
    "parse",
    "same_person",
]
