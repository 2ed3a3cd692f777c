"""Small trained weights that ship with Footing; `README.md` beside them is the model card."""
