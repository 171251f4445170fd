"""Facts of money: what a registration costs and brings, claims, and damages agreed beforehand."""
