"""Who may ask, as it is stored: tenants, their keys, and what keeps tenants apart."""
