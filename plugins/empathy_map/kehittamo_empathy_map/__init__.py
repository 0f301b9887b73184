"""The empathy map: what a person says, thinks, does and feels."""
