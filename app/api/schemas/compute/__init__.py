"""Bodies of the stateless computations, on a bundled template or on terms given whole."""
