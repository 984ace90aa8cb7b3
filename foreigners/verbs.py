"""What this package records, in words."""

from wuxue_exit_entry.audit import words

words.register(
    {
        "foreigners.person.created": "建立境外人员档案",
        "foreigners.person.read": "查看境外人员",
        "foreigners.person.searched": "查找境外人员",
    }
)
