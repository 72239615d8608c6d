"""What answers look like: typed dictionaries, and how they are made from what queries tell."""
