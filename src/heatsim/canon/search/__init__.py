"""How rare is the film, and which draws make it? A search in worlds, by rejection or by climbing from fact to fact."""
