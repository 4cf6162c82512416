"""Rules of the domain: pure Python without Django, facts in, findings and verdicts out."""
