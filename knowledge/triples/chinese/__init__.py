"""Reading Chinese, Simplified and Traditional: names, definitions, relations. By rule."""
