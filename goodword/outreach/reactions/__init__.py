"""What people are told when something happened below. Delivered twice, everything stays as it was."""

from goodword.outreach.reactions import experts, leaving, purchases, shops

__all__ = ["experts", "leaving", "purchases", "shops"]
