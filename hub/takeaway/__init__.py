"""The catalogue taken away: tables, OCDS, calendars, feeds and the whole of it as files. Reads only."""
