"""What we know: the one Django app with models, in the order data flows."""
