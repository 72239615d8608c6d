"""The middle page between wanting and paying: where to, what it costs, what is held and until when."""
