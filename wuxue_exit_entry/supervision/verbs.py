"""What this package records, in words."""

from wuxue_exit_entry.audit import words

words.register(
    {
        "audit.log.exported": "导出审计日志",
        "audit.log.read": "查看审计日志",
        "supervision.figure.exported": "导出统计明细",
        "supervision.figure.listed": "查看统计明细",
    }
)
