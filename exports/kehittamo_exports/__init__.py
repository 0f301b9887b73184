"""The ways out: reports, slides, spreadsheets, graphs and archives."""
