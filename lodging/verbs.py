"""What this package records, in words."""

from wuxue_exit_entry.audit import words

words.register(
    {
        "lodging.hotel.help_called": "旅馆求助",
        "lodging.hotel.key_made": "新建旅馆接口密钥",
        "lodging.hotel.key_revoked": "停用旅馆接口密钥",
        "lodging.hotel.key_rotated": "更换旅馆接口密钥",
        "lodging.hotel.opened": "开通旅馆",
        "lodging.hotel.person_invited": "邀请旅馆人员",
        "lodging.hotel.person_removed": "移除旅馆人员",
        "lodging.stay.cancelled": "撤销住宿登记",
        "lodging.stay.checked_out": "登记离店",
        "lodging.stay.corrected": "更正住宿登记",
        "lodging.stay.read": "查看住宿登记",
        "lodging.stay.registered": "住宿登记",
        "lodging.stay.searched": "查找住宿登记",
        "lodging.zero_report.made": "零报告",
    }
)
