"""The domain of Workup: content, record, reasoning, note and paper; knows nothing of the screen."""
