"""Writing: one public function for each thing a person does."""
