"""The web: pages, forms and fragments of the workshop. The only room that speaks HTTP."""
