"""Signing in, and 我的账号: roles, password, second factor, sessions, own looks."""
