"""The note on paper: the only place that knows reportlab and pikepdf."""
