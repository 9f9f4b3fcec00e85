//! An artifact's neighbourhood as an SVG: the artifacts that it rests on to the left, those that
//! rest on it to the right, two steps each way.
//!
//! A column has a handful of boxes at most, because nobody reads a graph that shows everything.
//! The table beside the graph is complete.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::addresses::Href;
use super::html::HtmlWriter;
use crate::trace::{Artifact, Direction, Trace};

/// The most artifacts in a column one step and two steps away; the others are counted.
const TALLEST: [usize; 2] = [6, 3];
const WIDTH: i32 = 162;
const HEIGHT: i32 = 42;
const GAP_X: i32 = 26;
const GAP_Y: i32 = 12;
/// The number of a title's characters that fit in a box.
const LONGEST: usize = 21;

/// A box of the drawing.
struct Node {
    artifact: Option<usize>,
    column: i32,
    row: i32,
    hidden: usize,
    /// The relation to the box that it is connected to.
    relation: &'static str,
}

type Lines = Vec<(usize, usize)>;

/// The content of an artifact's box, the same in every drawing: the rest of its title
/// behind the relation, and two lines.
pub fn inside(artifact: &Artifact) -> String {
    let kind = artifact.kind.title();
    let (comma, status) = artifact
        .status
        .map_or(("", ""), |status| (", ", status.name()));
    let mut svg = HtmlWriter::default();
    svg.text(&artifact.title);
    svg.plain(format_args!(
        r#"</title><rect width="{WIDTH}" height="{HEIGHT}" rx="5"/><text x="9" y="16">{kind}{comma}{status}</text><text x="9" y="32">"#
    ));
    // The line above names the kind.
    let title = artifact
        .title
        .strip_prefix(kind)
        .and_then(|rest| rest.strip_prefix(": "));
    svg.text(&shortened(title.unwrap_or(&artifact.title)));
    svg.close("text");
    svg.into()
}

/// Draws the neighbourhood of an artifact. For each artifact, `href` gives the address, if it has
/// one, and `inside` the content of its box.
pub fn around<'i>(
    trace: &Trace,
    at: usize,
    href: impl Fn(usize) -> Option<Href<'i>>,
    inside: impl Fn(usize) -> &'i str,
    svg: &mut HtmlWriter,
) {
    let neighbourhood = Neighbourhood::of(trace, at);
    let layout = GraphLayout::of(&neighbourhood.nodes);
    let (width, height) = (layout.width, layout.height);
    let title = &trace.artifacts[at].title;
    svg.open("svg")
        .attr("class", "graph")
        .plain("viewBox", format_args!("0 0 {width} {height}"))
        .plain("width", format_args!("{width}"))
        .plain("height", format_args!("{height}"))
        .attr("role", "group")
        .attr(
            "aria-label",
            &format!("Neighbourhood of {title}; the table says the same"),
        );
    neighbourhood.draw_lines(&layout, svg);
    for node in &neighbourhood.nodes {
        let place = (layout.x(node), layout.y(node));
        let Some(other) = node.artifact else {
            draw_more(node.hidden, place, svg);
            continue;
        };
        let class = match other {
            _ if other == at => Some("graph-centre"),
            _ => trace.is_retired(other).then_some("graph-retired"),
        };
        let href = Some(other).filter(|other| *other != at).and_then(&href);
        draw_box(
            BoxFrame { href, class, place },
            node.relation,
            inside(other),
            svg,
        );
    }
    svg.close("svg");
}

/// The positions of the boxes.
struct GraphLayout {
    /// The leftmost column.
    first: i32,
    /// The number of boxes in the highest column.
    rows: i32,
    /// The number of boxes in each column.
    counts: [i32; COLUMNS],
    width: i32,
    height: i32,
}

impl GraphLayout {
    fn of(nodes: &[Node]) -> Self {
        let columns = || nodes.iter().map(|node| node.column);
        let (first, last) = (columns().min().unwrap_or(0), columns().max().unwrap_or(0));
        let rows = nodes.iter().map(|node| node.row).max().unwrap_or(0) + 1;
        let mut counts = [0; COLUMNS];
        for column in columns() {
            counts[index(column)] += 1;
        }
        Self {
            first,
            rows,
            counts,
            width: (last - first + 1) * (WIDTH + GAP_X) - GAP_X + 4,
            height: rows * (HEIGHT + GAP_Y) - GAP_Y + 4,
        }
    }

    fn x(&self, node: &Node) -> i32 {
        2 + (node.column - self.first) * (WIDTH + GAP_X)
    }

    /// The top of a box. Each column is centred.
    fn y(&self, node: &Node) -> i32 {
        let above = (self.rows - self.counts[index(node.column)]) * (HEIGHT + GAP_Y) / 2;
        2 + above + node.row * (HEIGHT + GAP_Y)
    }
}

/// The boxes of a drawing, and the lines between them.
struct Neighbourhood {
    nodes: Vec<Node>,
    lines: Lines,
    /// The artifacts that have a box. They are few, so a linear search is faster than hashing.
    known: Vec<usize>,
    /// The number of boxes in each column so far.
    heights: [usize; COLUMNS],
    /// The artifacts of each column that have no box.
    hidden: [Vec<usize>; COLUMNS],
}

impl Neighbourhood {
    /// Puts the neighbours into columns: the targets of the artifact's own statements on the
    /// left, the artifacts whose statements name it on the right.
    fn of(trace: &Trace, at: usize) -> Self {
        let centre = Node {
            artifact: Some(at),
            column: 0,
            row: 0,
            hidden: 0,
            relation: "",
        };
        let mut neighbourhood = Self {
            nodes: vec![centre],
            lines: Vec::new(),
            known: vec![at],
            heights: [0; COLUMNS],
            hidden: Default::default(),
        };
        let mut ring = vec![0];
        for tallest in TALLEST {
            let mut next = Vec::new();
            for from in ring {
                neighbourhood.add_around(trace, from, tallest, &mut next);
            }
            ring = next;
        }
        neighbourhood.count_hidden();
        neighbourhood
    }

    /// Adds the neighbours of a box, and their numbers to `next`.
    fn add_around(&mut self, trace: &Trace, from: usize, tallest: usize, next: &mut Vec<usize>) {
        let Node {
            artifact: Some(artifact),
            column,
            ..
        } = self.nodes[from]
        else {
            return;
        };
        for neighbour in trace.neighbours(artifact) {
            let side = match neighbour.direction {
                Direction::Out => -1,
                Direction::In => 1,
            };
            // The second step goes further outwards.
            if column != 0 && side != column.signum() || self.known.contains(&neighbour.other) {
                continue;
            }
            let column = column + side;
            let row = self.heights[index(column)];
            if row >= tallest {
                self.hidden[index(column)].push(neighbour.other);
                continue;
            }
            self.heights[index(column)] += 1;
            self.known.push(neighbour.other);
            self.lines.push((from, self.nodes.len()));
            next.push(self.nodes.len());
            self.nodes.push(Node {
                artifact: Some(neighbour.other),
                column,
                row: row as i32,
                hidden: 0,
                relation: neighbour.relation(),
            });
        }
    }

    /// Writes below each column the number of its artifacts without a box.
    fn count_hidden(&mut self) {
        for (at, mut hidden) in std::mem::take(&mut self.hidden).into_iter().enumerate() {
            hidden.sort_unstable();
            hidden.dedup();
            hidden.retain(|other| !self.known.contains(other));
            if !hidden.is_empty() {
                self.nodes.push(Node {
                    artifact: None,
                    column: at as i32 - TALLEST.len() as i32,
                    row: self.heights[at] as i32,
                    hidden: hidden.len(),
                    relation: "",
                });
            }
        }
    }

    fn draw_lines(&self, layout: &GraphLayout, svg: &mut HtmlWriter) {
        let mut line = String::new();
        for (from, to) in &self.lines {
            let (from, to) = (&self.nodes[*from], &self.nodes[*to]);
            let (leaves, arrives) = match to.column > from.column {
                true => (WIDTH, 0),
                false => (0, WIDTH),
            };
            let (x1, y1) = (layout.x(from) + leaves, layout.y(from) + HEIGHT / 2);
            let (x2, y2) = (layout.x(to) + arrives, layout.y(to) + HEIGHT / 2);
            let middle = (x1 + x2) / 2;
            // Writing to a `String` cannot fail.
            let _ = write!(line, "M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}");
        }
        svg.plain(format_args!(r#"<path class="graph-line" d="{line}"/>"#));
    }
}

/// The frame of an artifact's box.
struct BoxFrame<'f> {
    href: Option<Href<'f>>,
    class: Option<&'static str>,
    place: (i32, i32),
}

fn draw_box(frame: BoxFrame<'_>, relation: &str, inside: &str, svg: &mut HtmlWriter) {
    let (x, y) = frame.place;
    let name = if frame.href.is_some() { "a" } else { "g" };
    let mut start = svg.open(name);
    if let Some(href) = frame.href {
        start = start.plain("href", format_args!("{href}"));
    }
    if let Some(class) = frame.class {
        start = start.attr("class", class);
    }
    drop(start.plain("transform", format_args!("translate({x} {y})")));
    svg.open("title");
    if !relation.is_empty() {
        svg.text(&relation.replace('-', " "));
        svg.raw(" ");
    }
    svg.raw(inside);
    svg.close(name);
}

/// Writes the number of a column's artifacts without a box.
fn draw_more(hidden: usize, (x, y): (i32, i32), svg: &mut HtmlWriter) {
    let (x, y) = (x + WIDTH / 2, y + HEIGHT / 2 + 4);
    svg.plain(format_args!(
        r#"<text class="graph-more" x="{x}" y="{y}">{hidden} more</text>"#
    ));
}

/// The number of columns: the centre, and one for each step to either side.
const COLUMNS: usize = TALLEST.len() * 2 + 1;

/// A column's number from the left.
fn index(column: i32) -> usize {
    (column + TALLEST.len() as i32) as usize
}

/// A title cut to what fits in a box.
fn shortened(title: &str) -> Cow<'_, str> {
    let mut places = title.char_indices().map(|(at, _)| at);
    match (places.nth(LONGEST - 1), places.next()) {
        (Some(end), Some(_)) => format!("{}…", title[..end].trim_end()).into(),
        _ => title.into(),
    }
}
