"""Word and PDF: a frozen dataclass of `content` in, bytes out (`rendering.render`). Knows no Django."""
