"""What an uploaded file is and what speaks against it: bytes in, findings out. Knows no database and no request."""
