"""Reports: who or what told of an incident. Many reports, one incident: likely duplicates, merge, split."""
