"""How notice portals are visited: by windows of time, from page to page, or month by month."""
