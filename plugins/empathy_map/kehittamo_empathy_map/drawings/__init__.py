"""The drawings of an empathy map: the map itself, profile cards, and profiles on two axes."""
