"""The study as a DOCX file, which Word and LibreOffice open, number and update."""
