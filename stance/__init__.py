"""Who stands where on what: reads press statements and labels their topic, stance and tone."""
