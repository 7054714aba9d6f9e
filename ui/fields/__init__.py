"""One hand-made field per kind of item."""
