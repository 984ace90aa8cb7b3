"""The notice about personal data that everybody consents to before booking (个人信息保护法 17, 35)."""

VERSION = "2026-11"
