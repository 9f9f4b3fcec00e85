//! LaTeX becomes MathML at build time: formulas read without a script.

use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Parser, RenderConfig, Storage};

/// A formula longer than this is a mistake.
const LONGEST: usize = 16 << 10;

/// The MathML of a formula, in the element that Material's users style.
pub fn mathml(tex: &str, display: bool) -> Result<String, String> {
    if tex.len() > LONGEST {
        return Err("it is longer than 16 KB".to_owned());
    }
    let storage = Storage::new();
    let events: Result<Vec<_>, _> = Parser::new(tex, &storage).collect();
    let events = events.map_err(|error| first_line(&error.to_string()))?;
    let mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode: mode, ..RenderConfig::default() };
    let mut html = String::new();
    let written = events.into_iter().map(Ok::<_, pulldown_latex::ParserError>);
    pulldown_latex::push_mathml(&mut html, written, config).map_err(|error| first_line(&error.to_string()))?;
    Ok(format!(r#"<span class="arithmatex">{html}</span>"#))
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim_end_matches('.').to_owned()
}
