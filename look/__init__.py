"""How every page looks and what it weighs: `make look` takes the pictures and prints the figures."""
