"""From pages to PDF: the only place that imports WeasyPrint."""
