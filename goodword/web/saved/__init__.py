"""What a person keeps for later: in folders, with what costs less by now."""
