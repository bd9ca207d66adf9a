"""From text to features: one engine for training (`transformer`) and for scoring without a matrix (`scoring`)."""
