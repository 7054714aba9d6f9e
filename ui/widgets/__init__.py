"""The house's own widgets, styled from resources/style.toml."""
