"""The steps of a workup as forms made from content."""

from ui.form.form import StepForm

__all__ = ["StepForm"]
