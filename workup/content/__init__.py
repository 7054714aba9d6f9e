"""The only reader of TOML: content files become a frozen library and a list of Problems."""

from workup.content.reader import load

__all__ = ["load"]
