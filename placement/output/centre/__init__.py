"""What a plan asks of the operations centre, as tables, figures, workbook and JSON."""
