"""One module for each figure: each has `measure(stand, scale)` that says lines for the table."""
