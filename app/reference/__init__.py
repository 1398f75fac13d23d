"""What the service says about itself: the OpenAPI document, its limits, its export formats."""
