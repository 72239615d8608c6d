"""What others see of a shop: who it is, what it sells, what is said about its goods."""
