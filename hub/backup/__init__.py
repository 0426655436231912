"""Backups: everything a hub cannot make again in one file, and a hub made of such a file.

``making`` takes the database as it is at one moment (``copying``) and packs it with the files (``archive``).
``restoring`` unpacks, proves (``proving``) and puts the parts where the old ones were (``swapping``).
"""

from hub.backup.making import Made, make, place_of, remove_old
from hub.backup.restoring import Restored, require_fit, restore
from hub.backup.swapping import finish_broken_off

__all__ = ["Made", "Restored", "finish_broken_off", "make", "place_of", "remove_old", "require_fit", "restore"]
