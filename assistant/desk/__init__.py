"""The document desk: what may be done with the documents of a library, by whom, and in what order.

Nothing here knows a web page; ``assistant.web.desk`` shows it.
"""
