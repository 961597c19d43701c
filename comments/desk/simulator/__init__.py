"""What would happen to a text: tried, and stored nowhere."""
