"""What runs with the stand's settings: makes content through the actions, and times what has no address."""
