"""What the step ``pinyin`` does about shifted bytes: where runs begin, their lattices, and the verdict."""
