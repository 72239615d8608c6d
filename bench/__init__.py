"""Measurements of Goodword on a stand of its own: `python -m bench`. README.md has the figures.

`stand` starts the database, the web server and the worker as an operator would; `load` is the client, `buying` and
`reading` what it asks for; `inside` runs in a process of its own with the stand's settings and makes content through
the actions; `copies` multiplies it by SQL; `figures` has one module for each table of README.md.
"""
