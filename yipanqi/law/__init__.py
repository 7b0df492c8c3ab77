"""What the law says: pure rules over frozen facts; no Django, no clock, no input or output."""
