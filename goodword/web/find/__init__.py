"""Search for products, in Chinese and English."""
