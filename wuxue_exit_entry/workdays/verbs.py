"""What this package records, in words."""

from wuxue_exit_entry.audit import words

words.register(
    {
        "workdays.day.removed": "移除放假或调休",
        "workdays.day.set": "设定放假或调休",
        "workdays.official_days.loaded": "载入法定节假日",
    }
)
