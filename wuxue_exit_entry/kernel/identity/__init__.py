"""Identity documents: what was typed, what it means, and whether it is the same person."""
