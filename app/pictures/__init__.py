"""How a picture is asked for."""
