"""Project settings and the members' site."""
