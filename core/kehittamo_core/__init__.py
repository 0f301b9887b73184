"""The engine of Kehittämö: it knows no method and no export."""
