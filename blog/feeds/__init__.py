"""Posts as feeds: RSS, Atom and JSON Feed with whole texts."""
