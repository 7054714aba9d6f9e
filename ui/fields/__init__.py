"""One hand-made field per kind of item."""

from ui.fields.build import field_for
from ui.fields.field import Field
from ui.fields.view import FieldContext, FieldView, Former, Views

__all__ = ["Field", "FieldContext", "FieldView", "Former", "Views", "field_for"]
