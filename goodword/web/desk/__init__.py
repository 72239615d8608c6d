"""The operator's room: applications, shops to verify, the books, what happened. For everybody else it is not there."""
