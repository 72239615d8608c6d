"""What others see of a person: words and showcase; and following."""
