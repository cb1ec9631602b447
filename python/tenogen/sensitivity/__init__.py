"""Which parameters of a study its outcomes hang on: Morris' measures, Sobol indices, surrogates, pictures of them."""
