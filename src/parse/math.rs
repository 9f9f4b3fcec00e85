//! LaTeX becomes MathML at build time, so that formulas are shown without a script.

use std::fmt::Write as _;

use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Parser, RenderConfig, Storage};

use super::Dialect;
use super::findings::BlockMistake;
use super::made_block::MadeBlock;
use crate::body::{CodeBlock, EventKind, Html};
use crate::diag::Code;

/// A formula longer than this (in bytes) is an error.
const LONGEST: usize = 16 << 10;

/// A formula as HTML, with its source as its text, or the reason why it does not parse.
pub fn formula(tex: &str, display: bool) -> Result<Html, String> {
    Ok(Html {
        html: mathml(tex, display)?.into(),
        text: Some(tex.trim().into()),
        ..Html::default()
    })
}

/// A formula that is a block of its own.
pub fn block(
    block: &CodeBlock,
    _number: usize,
    _dialect: &Dialect,
) -> Result<MadeBlock, BlockMistake> {
    let formula = formula(&block.code, true).map_err(|reason| BlockMistake {
        code: Code::BadMath,
        at: None,
        message: format!("the formula does not parse: {reason}"),
        help: "mend the LaTeX",
    })?;
    Ok(MadeBlock {
        events: vec![
            EventKind::start("p"),
            EventKind::Html(Box::new(formula)),
            EventKind::End,
        ],
        ..MadeBlock::default()
    })
}

/// The MathML of a formula, in the element that styles for Material address.
fn mathml(tex: &str, display: bool) -> Result<String, String> {
    if tex.len() > LONGEST {
        return Err("it is longer than 16 KB".to_owned());
    }
    let storage = Storage::new();
    let events: Result<Vec<_>, _> = Parser::new(tex, &storage).collect();
    let events = events.map_err(|error| first_line(&error.to_string()))?;
    let mode = if display {
        DisplayMode::Block
    } else {
        DisplayMode::Inline
    };
    let config = RenderConfig {
        display_mode: mode,
        ..RenderConfig::default()
    };
    let mut html = String::new();
    let written = events.into_iter().map(Ok::<_, pulldown_latex::ParserError>);
    pulldown_latex::push_mathml(&mut html, written, config)
        .map_err(|error| first_line(&error.to_string()))?;
    Ok(format!(
        r#"<span class="arithmatex">{}</span>"#,
        without_styles(&html)
    ))
}

/// Replaces inline styles in MathML by attributes, as the site's policy refuses styles. Styles
/// without an attribute (frames, negative space) are dropped.
fn without_styles(html: &str) -> String {
    const STYLE: &str = " style=\"";
    let mut clean = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(STYLE) {
        let (before, from) = rest.split_at(at);
        let value = &from[STYLE.len()..];
        // The same characters in the formula's own text stay.
        let in_tag = before
            .rfind("<m")
            .is_some_and(|tag| !before[tag..].contains('>'));
        let Some(end) = value.find('"').filter(|_| in_tag) else {
            clean.push_str(before);
            clean.push_str(STYLE);
            rest = value;
            continue;
        };
        clean.push_str(before);
        let (style, behind) = (&value[..end], &value[end + 1..]);
        rest = push_attributes(&mut clean, style, behind);
    }
    clean.push_str(rest);
    clean
}

/// Writes a style as attributes as far as possible. Returns the part of `behind` that is still to
/// be written.
fn push_attributes<'h>(html: &mut String, style: &str, mut behind: &'h str) -> &'h str {
    const EMPTY_ROW: &str = "><mtd class=\"menv-nonumber\"></mtd>";
    let declarations = style.split("; ");
    for (name, value) in declarations.filter_map(|declaration| declaration.split_once(": ")) {
        match name {
            "color" => push_colour(html, "mathcolor", value),
            "background-color" => push_colour(html, "mathbackground", value),
            // The row between two lines has the height of the requested space.
            "height" => {
                if let Some(rest) = behind.strip_prefix(EMPTY_ROW) {
                    let _ = write!(
                        html,
                        r#"><mtd class="menv-nonumber"><mspace height="{value}" /></mtd>"#
                    );
                    behind = rest;
                }
            }
            _ => {}
        }
    }
    behind
}

/// Writes `rgb(255 0 0)` as an attribute with `#ff0000`.
fn push_colour(html: &mut String, attribute: &str, rgb: &str) {
    let inner = rgb.trim_start_matches("rgb(").trim_end_matches(')');
    let parts: Vec<u8> = inner
        .split(' ')
        .filter_map(|part| part.parse().ok())
        .collect();
    if let [red, green, blue] = parts[..] {
        let _ = write!(html, " {attribute}=\"#{red:02x}{green:02x}{blue:02x}\"");
    }
}

fn first_line(text: &str) -> String {
    text.lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches('.')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_attributes() {
        let html = mathml(r"\color{red}{a} + \colorbox{yellow}{b}", false).expect("a formula");
        assert!(html.contains(r##"mathcolor="#ff0000""##), "{html}");
        assert!(html.contains(r##"mathbackground="#ffff00""##), "{html}");
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn no_style_is_left_of_spaces_frames_and_lines() {
        for tex in [
            r"a \! b",
            r"\fcolorbox{red}{yellow}{a}",
            r"\begin{aligned} a &= b \\[2em] &= c \end{aligned}",
            r"\begin{array}{l|r} a & b \\[1em] \hline c & d \end{array}",
        ] {
            let html = mathml(tex, true).expect(tex);
            assert!(!html.contains("style=\""), "{html}");
        }
    }

    #[test]
    fn space_between_lines_is_kept() {
        let html =
            mathml(r"\begin{aligned} a &= b \\[2em] &= c \end{aligned}", true).expect("a formula");
        assert!(html.contains(r#"<mspace height="2em" />"#), "{html}");
    }

    #[test]
    fn text_that_looks_like_a_style_stays() {
        assert_eq!(
            without_styles(r#"<mtext>a style="x: y"</mtext>"#),
            r#"<mtext>a style="x: y"</mtext>"#
        );
    }
}
