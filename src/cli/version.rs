//! `bf-docs --version`

/// The parts that this program was built with.
const FEATURES: [(&str, bool); 5] = [
    ("draw", cfg!(feature = "draw")),
    ("gate", cfg!(feature = "gate")),
    ("mcp", cfg!(feature = "mcp")),
    ("publish", cfg!(feature = "publish")),
    ("serve", cfg!(feature = "serve")),
];

/// The version, the commit and the features on one line.
pub fn short() -> String {
    format!(
        "{} ({}), with {}",
        env!("CARGO_PKG_VERSION"),
        env!("BF_DOCS_COMMIT"),
        features()
    )
}

/// `bf-docs 0.1.0`; with `verbose`, a line each for commit, features and target, too.
pub fn text(verbose: bool) -> String {
    let version = format!("bf-docs {}\n", env!("CARGO_PKG_VERSION"));
    if !verbose {
        return version;
    }
    format!(
        "{version}commit: {}\nfeatures: {}\ntarget: {}\n",
        env!("BF_DOCS_COMMIT"),
        features(),
        env!("BF_DOCS_TARGET")
    )
}

fn features() -> String {
    let on = FEATURES
        .iter()
        .filter(|(_, is_on)| *is_on)
        .map(|(name, _)| *name);
    let on: Vec<&str> = on.collect();
    if on.is_empty() {
        "no features".to_owned()
    } else {
        on.join(", ")
    }
}
