"""The drawn views of the impact chain, one module each; every one is a pure function from a board to a scene."""
