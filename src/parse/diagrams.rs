//! `mermaid` blocks become figures: the drawing, its caption, and its source behind a line that
//! opens.

use super::Dialect;
use super::findings::BlockMistake;
use super::made_block::{MadeBlock, MadeLink};
use crate::body::{Attrs, CodeBlock, Element, EventKind, Html};
use crate::diag::Code;
use crate::draw::{self, Drawing, DrawingMistake, Ineffective};

/// The most diagrams that are drawn on a page.
const MOST: usize = 500;

/// Drawings wider than this, in CSS pixels, are not made smaller to fit: they scroll.
const WIDEST: u32 = 920;

/// The figure of a diagram.
pub fn block(
    block: &CodeBlock,
    number: usize,
    dialect: &Dialect,
) -> Result<MadeBlock, BlockMistake> {
    if number > MOST {
        return Err(mistake(DrawingMistake {
            at: None,
            message: format!("its page has more than {MOST} diagrams"),
        }));
    }
    let id = format!("mermaid-{number}");
    let Drawing {
        svg,
        title,
        labels,
        links,
        width,
        ineffective,
    } = draw::mermaid(&block.code, &id, dialect.font.as_ref()).map_err(mistake)?;
    let title = block.title.clone().unwrap_or(title);
    let address = |at: usize| {
        let range = &links[at].in_svg;
        (range.start as u32..range.end as u32, at as u32)
    };
    let drawing = Html {
        links: (0..links.len()).map(address).collect(),
        html: svg.into(),
        raw: false,
        // The search reads the first line as the title.
        text: Some(
            std::iter::once(title)
                .chain(labels)
                .collect::<Vec<_>>()
                .join("\n")
                .into(),
        ),
    };
    let figure = figure(block, id, width);
    let anchor = figure.id().map(str::to_owned);
    let links = links.into_iter().map(|link| MadeLink {
        dest: link.address,
        at: link.in_text,
    });
    Ok(MadeBlock {
        events: events(block, figure, drawing),
        links: links.collect(),
        ids: anchor.into_iter().collect(),
        mistakes: ineffective.into_iter().map(no_effect).collect(),
    })
}

/// The figure's attributes: those of the fence, and our own.
fn figure(block: &CodeBlock, id: String, width: u32) -> Attrs {
    let mut attrs = Attrs::class("mermaid").with_id(id);
    if width > WIDEST {
        attrs.add_class("wide");
    }
    if let Some(own) = block.attrs.list() {
        attrs.merge(own.clone());
    }
    attrs
}

fn events(block: &CodeBlock, figure: Attrs, drawing: Html) -> Vec<EventKind> {
    let open = |name: &'static str, attrs| EventKind::Start(Element::Named(name.into()), attrs);
    let mut events = vec![
        open("figure", figure),
        open("div", Attrs::class("diagram")),
        EventKind::Html(Box::new(drawing)),
        EventKind::End,
    ];
    if let Some(title) = &block.title {
        events.push(EventKind::start("figcaption"));
        events.push(EventKind::Text(title.as_str().into()));
        events.push(EventKind::End);
    }
    events.push(open("details", Attrs::class("diagram-source")));
    events.push(unread("<summary>Source</summary>"));
    events.push(EventKind::Code(Box::new(CodeBlock {
        language: block.language.clone(),
        code: block.code.clone(),
        attrs: Attrs::class("diagram-source"),
        ..CodeBlock::default()
    })));
    events.push(EventKind::End);
    events.push(EventKind::End);
    events
}

/// HTML that is no part of the page's text.
fn unread(html: &str) -> EventKind {
    EventKind::Html(Box::new(Html {
        html: html.into(),
        text: Some("".into()),
        ..Html::default()
    }))
}

fn mistake(mistake: DrawingMistake) -> BlockMistake {
    BlockMistake {
        code: Code::BadDiagram,
        at: mistake.at,
        message: format!("the diagram is not drawn: {}", mistake.message),
        help: "mend the diagram; until then the page shows its source",
    }
}

fn no_effect(part: Ineffective) -> BlockMistake {
    BlockMistake {
        code: Code::DiagramSetting,
        at: Some(part.at),
        message: format!("{} has no effect", part.what),
        help: "take it out: diagrams have the look of their site, and run no scripts",
    }
}
