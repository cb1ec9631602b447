"""Which parameters of a study its outcomes depend on: Morris' measures, Sobol indices, surrogates, pictures of them."""
