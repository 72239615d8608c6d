"""The expert's room: words and what they earned, putting in a word, the showcase, statements, where money goes."""
