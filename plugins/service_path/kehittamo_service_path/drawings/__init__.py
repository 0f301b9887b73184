"""The drawings of a service path."""
