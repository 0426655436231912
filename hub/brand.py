"""What the hub is called and its colour, for pages, the favicon and browsers' own bars."""

NAME = "Procurement Hub"
THEME_COLOUR = "#0d4f4b"  # $colour in frontend/_brand.scss; white on it has a contrast of 9.4 to 1
