"""The home of a community group (地域団体のホーム), and the door that leads everybody to where they begin."""
