"""Operator commands: demo, serve, worker, doctor, verify-books, replay. They name everything and rule nothing."""
