"""A product by itself: its variants, its price history in a word, and who recommends it."""
