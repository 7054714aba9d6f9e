"""The clinical linter: what content must keep to beyond being readable, and whether the reference is covered."""

from workup.check.linter import Field, beside, check, covered, lint

__all__ = ["Field", "beside", "check", "covered", "lint"]
