"""What follows from many records: charts and regional figures as plain values; it draws on no screen."""
