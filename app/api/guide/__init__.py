"""The guide at `/guide`: tutorials, how-to by role, reference and explanation, as pages to read.

Pages are the Markdown of `docs`, and for the reference what the code itself declares. They are made
when they are first asked for and kept; nothing is built beforehand, nothing asked of another host.
"""
