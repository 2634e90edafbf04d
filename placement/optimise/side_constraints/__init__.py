"""Programs with rules go their own way, beside the plain one, which stays as fast as it is.

`copies` makes partial views whole, `remainder` reduces, `search` plans, `bound` relaxes, `model`
writes the exact programme, `conflicts` says what fights what where nothing fits, `engine` leads.
"""
