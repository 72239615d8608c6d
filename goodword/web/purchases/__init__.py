"""What was bought and what became of it: where every yuan is, the parcels, receipt, cancellation, return."""
