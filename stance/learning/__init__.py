"""From annotated features to scores: linear models, their calibration, training, updating and evaluation."""
