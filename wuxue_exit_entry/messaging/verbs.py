"""What messaging records, in words."""

from wuxue_exit_entry.audit import words

words.register(
    {
        "jobs.job.revived": "再试停下的任务",
        "messaging.alarm.acknowledged": "接手告警",
        "messaging.alarm.cleared": "解除告警",
        "messaging.alarm.escalated": "告警无人接手，上报大队长",
        "messaging.alarm.raised": "发生告警",
        "messaging.call_list.read": "查看电话告知单",
        "messaging.message.called": "电话告知",
        "messaging.message.read": "查看消息内容",
        "messaging.message.retried": "重发消息",
        "messaging.policy.changed": "修改消息设置",
    }
)
