"""From files as people have them, whatever their form, to the tables of the model."""
