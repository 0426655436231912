"""From what publishers write to checked values: one module for each kind of value, all of them pure.

Each function gives a ``Found``: the value, or an empty one, and every doubt met on the way to it. None raises.
"""
