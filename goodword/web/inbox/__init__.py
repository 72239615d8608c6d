"""What one needs to know about one's own affairs, in one's own language, and which of it one wants to be told."""
