"""The reader of content: TOML files become a frozen library and a list of Problems."""

from workup.content.files import read_toml
from workup.content.reader import load

__all__ = ["load", "read_toml"]
