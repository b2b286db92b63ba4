"""How the bundled embedding model is made: corpora → vocabulary → pairs → training → model folder."""
