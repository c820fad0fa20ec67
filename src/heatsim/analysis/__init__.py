"""Many questions of one model: sweeps, sensitivity to parameters, whose luck decided it, and better ways of sampling."""
