"""The worklist: what is open over all patients, sorted, filtered, printed and opened by keys."""

from ui.worklist.page import WorklistPage as WorklistPage
