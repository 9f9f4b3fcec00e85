//! `content-map.toml` becomes a [`ContentMap`].
