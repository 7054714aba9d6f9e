"""The encrypted record: the only place that knows sqlcipher3."""
