"""What a site looks and sounds like, set by its people: name, colours, typefaces, menus, words."""
