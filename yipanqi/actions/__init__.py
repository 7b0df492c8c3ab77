"""What anyone may do: the only code that writes."""
