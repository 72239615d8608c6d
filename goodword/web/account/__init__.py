"""Sign-in, language and one's own account."""
