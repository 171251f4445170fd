"""How the service describes itself: the OpenAPI document and its pages."""
