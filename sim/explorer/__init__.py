"""The explorer: a page in the browser on which numbers move and the distribution answers.

``parley explore`` serves it on this machine alone. Every answer is that of the command line: the
page sends the same changes that ``--set`` would make, and the same engine plays the same worlds.
"""
