"""What law and guidance say of a town's cameras: facts with their sources, documents to keep."""
