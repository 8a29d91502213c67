"""The compiler behind gen/pages.py: parse (tags), html (where each value stands), emit (C), assets."""
