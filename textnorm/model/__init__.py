"""How likely is this Chinese?  A character model that repairs are judged by."""
