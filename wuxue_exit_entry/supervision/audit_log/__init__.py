"""The auditor's screens; they stand here because only the top may know both accounts and audit."""
