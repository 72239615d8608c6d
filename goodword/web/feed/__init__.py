"""The wall: For you, Following and one lane per topic; and the stream of what was seen on it."""
