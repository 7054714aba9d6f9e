"""The reader of content: TOML files become a frozen library and a list of Problems."""

from workup.content.reader import load, read_toml

__all__ = ["load", "read_toml"]
