"""x"""

from api.console.rooms import Room

room = Room()
