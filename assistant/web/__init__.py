"""The web page: one module a concern, served by ``assistant.web.server``."""
