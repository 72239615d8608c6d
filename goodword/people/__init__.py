"""Persons, sign-in, sessions, roles, expert credentials, consent to terms."""
