"""The workings of ``zopa``: what is counted of the acceptable set, pictured and told."""
