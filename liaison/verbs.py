"""What this package records, in words."""

from wuxue_exit_entry.audit import words

words.register(
    {
        "liaison.contact.added": "添加联系人",
        "liaison.contact.changed": "修改联系人",
        "liaison.organisation.added": "添加联系单位",
        "liaison.organisation.changed": "修改联系单位",
        "liaison.organisation.compared": "比对联系单位",
        "liaison.organisation.read": "查看联系单位",
    }
)
