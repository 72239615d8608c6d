"""The way out: a page of ours that names the website of a shop before anybody goes there (S-16)."""
