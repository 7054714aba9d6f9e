"""Conditions of content: Python expressions over items, facts and options, in three values."""

from workup.expr.compiler import compile_condition
from workup.expr.condition import Condition, Names
from workup.expr.context import Context, Kept
from workup.expr.values import Between, ExpressionError, FactValue, Quantity, Relation, Shape, Truth, plain, truth

__all__ = [
    "Between", "Condition", "Context", "ExpressionError", "FactValue", "Kept", "Names", "Quantity", "Relation", "Shape",
    "Truth", "compile_condition", "plain", "truth",
]
