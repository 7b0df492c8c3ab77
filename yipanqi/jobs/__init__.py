"""The door for the clock: tick, deliver, snapshot, forget."""
