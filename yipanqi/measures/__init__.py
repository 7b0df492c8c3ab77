"""What we count: reads only."""
