"""What everybody may know of the house: how it works, and what machines ask it."""
