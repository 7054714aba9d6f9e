"""The accounts of a vault: who has one, their roles and passwords, the recovery sheet, another data key."""

from ui.accounts.page import AccountsPanel, show_accounts

__all__ = ["AccountsPanel", "show_accounts"]
