"""Plain forms of the portal; they check what was typed and write nothing."""
