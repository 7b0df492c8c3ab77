"""Passwords long enough, said in Chinese (Django's own sentence is not translated)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError


class LongEnough(MinimumLengthValidator):
    """At least `min_length` characters."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a shorter one."""
        if len(password) < self.min_length:
            raise ValidationError(f"密码太短，至少 {self.min_length} 位。", code="password_too_short")

    def get_help_text(self) -> str:
        """The same as a hint."""
        return f"至少 {self.min_length} 位。"
