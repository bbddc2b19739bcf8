"""How records come together: plan, chain of submissions, applying a plan. It is handed records, never files."""
