"""What this package records, in words."""

from wuxue_exit_entry.audit import words

words.register(
    {
        "attachments.attachment.hung": "归入文件",
        "attachments.attachment.read": "查看文件",
        "attachments.attachment.stored": "存入文件",
    }
)
