//! The text of a diagram becomes a drawing.
//!
//! **Enters:** a diagram's text, in the language of Mermaid, or an SVG file.
//! **Leaves:** a [`Drawing`]: SVG for a page, and what it says; or a [`DrawingMistake`].
//! **Invariant:** a drawing depends on its text and on the font file of the site alone: no clock
//! and no font of this machine takes part. It has no style, no script, no foreign content and
//! nothing from another host, and its colours are the theme's or the author's.
//!
//! The crate `merman` lays diagrams out. Everything behind it is ours: `svg` reads what it gives,
//! drops what pages may not have, and gives every colour its role.

mod font_file;
mod text_width;
mod colours;
mod roles;
mod svg;
mod settings;
mod label_tags;
mod summary;
mod targets;
mod mermaid;

pub use font_file::FontFile;
pub use settings::Ineffective;

use std::ops::Range;
use std::sync::Arc;

use label_tags::Untagged;
use svg::AuthorColours;

/// The most bytes of a drawing.
const LARGEST: usize = 512 << 10;

/// A drawing for a page.
#[derive(Debug, Clone)]
pub struct Drawing {
    /// The markup. Every id in it begins with the drawing's.
    pub svg: String,
    /// The title: the author's, or else a sentence about what is in it.
    pub title: String,
    /// Its texts, in order.
    pub labels: Vec<String>,
    /// Its links, in order.
    pub links: Vec<DrawingLink>,
    /// Its width in user units, which are CSS pixels.
    pub width: u32,
    /// The parts of the diagram's text that have no effect.
    pub ineffective: Vec<Ineffective>,
}

/// A link in a drawing.
#[derive(Debug, Clone)]
pub struct DrawingLink {
    /// The address as the author wrote it.
    pub address: String,
    /// The byte range of the address in the markup.
    pub in_svg: Range<usize>,
    /// The byte range of the address in the diagram's text, if it has it as it is.
    pub in_text: Option<Range<usize>>,
}

/// The reason why a diagram is not drawn.
#[derive(Debug, Clone)]
pub struct DrawingMistake {
    /// The byte range in the diagram's text; `None` if it is about all of it.
    pub at: Option<Range<usize>>,
    /// The reason, as the end of a sentence.
    pub message: String,
}

impl DrawingMistake {
    fn of_all(message: impl Into<String>) -> Self {
        Self {
            at: None,
            message: message.into(),
        }
    }
}

/// Draws a diagram. `id` is a name that no other drawing of the page has; `font` is the font that
/// its texts are measured and shown in, in place of Helvetica.
///
/// # Errors
/// The text is no diagram, is one of a kind that is not drawn, or is too large.
pub fn mermaid(
    source: &str,
    id: &str,
    font: Option<&Arc<FontFile>>,
) -> Result<Drawing, DrawingMistake> {
    mermaid::check_size(source)?;
    let untagged = Untagged::of(source);
    let rendered = mermaid::render(&untagged.text, font).map_err(|mistake| DrawingMistake {
        at: mistake
            .at
            .map(|at| untagged.origin(at.start)..untagged.origin(at.end)),
        ..mistake
    })?;
    let font = font.map(Arc::as_ref);
    let mut root = svg::read(&rendered.svg, font).map_err(DrawingMistake::of_all)?;
    svg::decode_entities(&mut root);
    svg::mend(&mut root, &rendered.kind);
    svg::link(&mut root, &targets::of(&rendered.kind, &rendered.model));
    svg::drop_scripts(&mut root);
    svg::recolour(&mut root, &AuthorColours::of(source));
    svg::make_readable(&mut root, font);
    let labels = svg::labels(&root);
    let width = set_size(&mut root, font);
    svg::round(&mut root);
    svg::prune(&mut root);
    svg::rename_ids(&mut root, id);
    let summary = summary::of(&rendered.kind, &rendered.model);
    let title = svg::describe(&mut root, None, &summary, id);
    let written = within_limit(svg::write(&root))?;
    Ok(Drawing {
        links: links(&written, source),
        svg: written.text,
        title,
        labels,
        width,
        ineffective: settings::ineffective(source, &rendered.kind),
    })
}

/// Makes an SVG file a part of a page. `alt` is its title, unless it has one; `id` is a name that
/// no other drawing of the page has. Black and white follow the page's scheme; other colours stay.
///
/// # Errors
/// The text is no SVG, or is too large.
pub fn picture(source: &str, alt: &str, id: &str) -> Result<Drawing, DrawingMistake> {
    let mut root = svg::read(source, None).map_err(DrawingMistake::of_all)?;
    svg::drop_scripts(&mut root);
    svg::limit_uses(&mut root);
    svg::follow_scheme(&mut root);
    svg::make_readable(&mut root, None);
    let labels = svg::labels(&root);
    let width = svg::keep_size(&mut root);
    svg::prune(&mut root);
    svg::rename_ids(&mut root, id);
    let given = Some(alt).filter(|alt| !alt.is_empty());
    let title = svg::describe(&mut root, given, "", id);
    let written = within_limit(svg::write(&root))?;
    Ok(Drawing {
        // Their places in the file are not asked for.
        links: links(&written, ""),
        svg: written.text,
        title,
        labels,
        width,
        ineffective: Vec::new(),
    })
}

fn within_limit(svg: svg::WrittenSvg) -> Result<svg::WrittenSvg, DrawingMistake> {
    if svg.text.len() <= LARGEST {
        return Ok(svg);
    }
    Err(DrawingMistake::of_all(format!(
        "the drawing has {} KB, and pages hold at most {} KB of one",
        svg.text.len() >> 10,
        LARGEST >> 10
    )))
}

/// Gives the drawing the size of its view, and the font that its texts were measured in. Returns
/// its width.
fn set_size(root: &mut svg::SvgElement, font: Option<&FontFile>) -> u32 {
    let view = svg::widen(root, font);
    let [width, height] = [view.width(), view.height()].map(f64::ceil);
    root.set("width", width.to_string());
    root.set("height", height.to_string());
    root.each_mut(&mut |element| {
        if element
            .get("font-family")
            .is_some_and(|family| !family.contains("mono"))
        {
            element.remove("font-family");
        }
    });
    let family = match font {
        Some(font) => format!("\"{}\", {}", font.family, text_width::FAMILY),
        None => text_width::FAMILY.to_owned(),
    };
    root.set("font-family", family);
    width as u32
}

/// The links of a drawing, with their places in the diagram's text. An address that stands there
/// several times is taken in order.
fn links(written: &svg::WrittenSvg, source: &str) -> Vec<DrawingLink> {
    let mut from = 0;
    let mut links = Vec::new();
    for (address, in_svg) in &written.links {
        let find = |from: usize| source[from..].find(address).map(|at| from + at);
        let at = find(from).or_else(|| find(0));
        let in_text = at.map(|at| at..at + address.len());
        from = in_text.as_ref().map_or(from, |range| range.end);
        links.push(DrawingLink {
            address: address.clone(),
            in_svg: in_svg.clone(),
            in_text,
        });
    }
    links
}
