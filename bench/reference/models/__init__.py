"""Small models with attention in every form that exporters write, and what looks like it and is none."""
