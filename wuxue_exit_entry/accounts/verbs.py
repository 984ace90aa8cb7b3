"""What this package records, in words."""

from wuxue_exit_entry.audit import words

words.register(
    {
        "accounts.access.denied": "越权被拒",
        "accounts.factor.enrolled": "绑定动态口令",
        "accounts.hand_over.confirmed": "确认接班",
        "accounts.hand_over.offered": "提出交班",
        "accounts.hand_over.withdrawn": "撤回交班",
        "accounts.shift.added": "排班",
        "accounts.shift.removed": "撤销排班",
        "accounts.sign_in.ended": "退出登录",
        "accounts.sign_in.failed": "登录失败",
        "accounts.sign_in.succeeded": "登录成功",
        "accounts.unit.changed": "修改单位",
        "accounts.unit.created": "新建单位",
        "accounts.user.changed": "修改账号",
        "accounts.user.closed": "停用账号",
        "accounts.user.created": "新建账号",
        "accounts.user.factor_reset": "重置动态口令",
        "accounts.user.password_changed": "修改密码",
        "accounts.user.password_reset": "重置密码",
        "accounts.user.reopened": "重新启用账号",
        "accounts.user.sessions_ended": "强制退出登录",
        "accounts.user.unlocked": "解锁账号",
    }
)
