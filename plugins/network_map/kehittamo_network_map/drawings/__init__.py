"""The drawn views of a network map; all of them show the actors at the same spots."""
