"""The same chapters composed for 16:9: slides as plain values, painted as PDF pages and as native PowerPoint shapes."""
