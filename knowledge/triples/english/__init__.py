"""Reading English: names, definitions, relations. By rule, precision before recall."""
