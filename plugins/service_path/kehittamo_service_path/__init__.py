"""The service path: a person's way through a service, step by step."""
