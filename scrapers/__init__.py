"""Scrapers and importers: they read what publishers say and yield checked records.

They know nothing of the database, the index or the web app.
"""
