"""Reading SPARQL that is not finished: tokens, outline, place of the cursor, faults with mends.

Nothing here parses with a library or sees the data. Whether a text is SPARQL is for the parsers in the sandbox to
say; this room says where a fault lies, what was meant, and what stands around the cursor. All of it takes time that
grows with the length of the text and no faster, and no text makes it raise.
"""
