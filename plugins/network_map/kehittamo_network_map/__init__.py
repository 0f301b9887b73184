"""The network map: actors, and the ties between them."""
