//! An artifact's neighbourhood as an SVG: what it rests on to the left, what
//! rests on it to the right, two steps each way.
//!
//! No more than a handful of each stands in a column: a graph that shows all
//! is not read. The table beside it leaves nothing out.

use std::borrow::Cow;
use std::fmt::Write as _;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use crate::trace::{Artifact, Direction, Trace};

/// Artifacts in a column one step and two steps away; what is more is counted.
const TALLEST: [usize; 2] = [6, 3];
const WIDTH: i32 = 162;
const HEIGHT: i32 = 42;
const GAP_X: i32 = 26;
const GAP_Y: i32 = 12;
/// Characters of a title that fit.
const LONGEST: usize = 21;

/// A box of the drawing.
struct Node {
    artifact: Option<usize>,
    column: i32,
    row: i32,
    hidden: usize,
    /// How it is related to the box that it hangs on.
    relation: &'static str,
}

type Lines = Vec<(usize, usize)>;

/// What stands in an artifact's box, wherever it is drawn: the rest of its name
/// behind its relation, and two lines.
pub fn inside(artifact: &Artifact) -> String {
    let kind = artifact.kind.title();
    let (comma, status) = artifact
        .status
        .map_or(("", ""), |status| (", ", status.name()));
    let mut svg = String::new();
    let _ = escape_html_body_text(&mut svg, &artifact.title);
    let _ = write!(
        svg,
        r#"</title><rect width="{WIDTH}" height="{HEIGHT}" rx="5"/><text x="9" y="16">{kind}{comma}{status}</text><text x="9" y="32">"#
    );
    // The line above says the kind.
    let title = artifact
        .title
        .strip_prefix(kind)
        .and_then(|rest| rest.strip_prefix(": "));
    let _ = escape_html_body_text(&mut svg, &shortened(title.unwrap_or(&artifact.title)));
    svg.push_str("</text>");
    svg
}

/// Draws the neighbourhood of an artifact; `href` writes where each leads, if anywhere, `inside`
/// what stands in its box.
pub fn around<'i>(
    trace: &Trace,
    at: usize,
    href: impl Fn(usize, &mut String) -> bool,
    inside: impl Fn(usize) -> &'i str,
    svg: &mut String,
) {
    let (nodes, lines) = place(trace, at);
    let columns: Vec<i32> = nodes.iter().map(|node| node.column).collect();
    let (first, last) = (
        columns.iter().min().copied().unwrap_or(0),
        columns.iter().max().copied().unwrap_or(0),
    );
    let rows = nodes.iter().map(|node| node.row).max().unwrap_or(0) + 1;
    let width = (last - first + 1) * (WIDTH + GAP_X) - GAP_X + 4;
    let height = rows * (HEIGHT + GAP_Y) - GAP_Y + 4;
    let mut counts = [0; COLUMNS];
    for node in &nodes {
        counts[index(node.column)] += 1;
    }
    let x = |node: &Node| 2 + (node.column - first) * (WIDTH + GAP_X);
    // Each column is centred.
    let y = |node: &Node| {
        2 + (rows - counts[index(node.column)]) * (HEIGHT + GAP_Y) / 2 + node.row * (HEIGHT + GAP_Y)
    };
    let title = &trace.artifacts[at].title;
    let _ = write!(
        svg,
        r#"<svg class="graph" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" aria-label=""#
    );
    let _ = escape_html(
        &mut *svg,
        &format!("Neighbourhood of {title}; the table says the same"),
    );
    svg.push_str("\">");
    svg.push_str(r#"<path class="graph-line" d=""#);
    for (from, to) in lines.iter().map(|(from, to)| (&nodes[*from], &nodes[*to])) {
        let (x1, y1) = (
            x(from) + if to.column > from.column { WIDTH } else { 0 },
            y(from) + HEIGHT / 2,
        );
        let (x2, y2) = (
            x(to) + if to.column > from.column { 0 } else { WIDTH },
            y(to) + HEIGHT / 2,
        );
        let middle = (x1 + x2) / 2;
        let _ = write!(svg, "M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}");
    }
    svg.push_str("\"/>");
    for node in &nodes {
        draw(trace, node, at, (x(node), y(node)), (&href, &inside), svg);
    }
    svg.push_str("</svg>");
}

/// Puts the neighbours into columns: those that the artifact's own statements
/// lead to on the left, those whose statements lead to it on the right.
fn place(trace: &Trace, at: usize) -> (Vec<Node>, Lines) {
    let mut nodes = vec![Node {
        artifact: Some(at),
        column: 0,
        row: 0,
        hidden: 0,
        relation: "",
    }];
    let mut lines = Vec::new();
    // No more than a screenful: looking through beats hashing.
    let mut known = vec![at];
    let mut heights = [0; COLUMNS];
    let mut hidden: [Vec<usize>; COLUMNS] = Default::default();
    let mut ring = vec![0usize];
    for tallest in TALLEST {
        let mut next = Vec::new();
        for from in ring {
            let (Some(artifact), column) = (nodes[from].artifact, nodes[from].column) else {
                continue;
            };
            for neighbour in trace.neighbours(artifact) {
                let side = if neighbour.direction == Direction::Out {
                    -1
                } else {
                    1
                };
                // From the second step on the way goes on outwards.
                if column != 0 && side != column.signum() || known.contains(&neighbour.other) {
                    continue;
                }
                let column = column + side;
                let row = heights[index(column)];
                if row >= tallest {
                    hidden[index(column)].push(neighbour.other);
                    continue;
                }
                heights[index(column)] += 1;
                known.push(neighbour.other);
                lines.push((from, nodes.len()));
                next.push(nodes.len());
                let relation = neighbour.relation();
                nodes.push(Node {
                    artifact: Some(neighbour.other),
                    column,
                    row: row as i32,
                    hidden: 0,
                    relation,
                });
            }
        }
        ring = next;
    }
    for (at, mut hidden) in hidden.into_iter().enumerate() {
        hidden.sort_unstable();
        hidden.dedup();
        hidden.retain(|other| !known.contains(other));
        if !hidden.is_empty() {
            let (column, row) = (at as i32 - TALLEST.len() as i32, heights[at] as i32);
            nodes.push(Node {
                artifact: None,
                column,
                row,
                hidden: hidden.len(),
                relation: "",
            });
        }
    }
    (nodes, lines)
}

/// Columns of the drawing: the centre, and as many as there are steps to each side.
const COLUMNS: usize = TALLEST.len() * 2 + 1;

/// A column's number from the left.
fn index(column: i32) -> usize {
    (column + TALLEST.len() as i32) as usize
}

fn draw<'i>(
    trace: &Trace,
    node: &Node,
    centre: usize,
    (x, y): (i32, i32),
    (href, inside): (
        &impl Fn(usize, &mut String) -> bool,
        &impl Fn(usize) -> &'i str,
    ),
    svg: &mut String,
) {
    let Some(at) = node.artifact else {
        let (tx, ty) = (x + WIDTH / 2, y + HEIGHT / 2 + 4);
        let _ = write!(
            svg,
            r#"<text class="graph-more" x="{tx}" y="{ty}">{} more</text>"#,
            node.hidden
        );
        return;
    };
    let class = if at == centre {
        " class=\"graph-centre\""
    } else if trace.is_retired(at) {
        " class=\"graph-retired\""
    } else {
        ""
    };
    let start = svg.len();
    svg.push_str("<a href=\"");
    let leads = at != centre && href(at, svg);
    if leads {
        svg.push('"');
    } else {
        svg.truncate(start);
        svg.push_str("<g");
    }
    let _ = write!(svg, "{class} transform=\"translate({x} {y})\"><title>");
    if !node.relation.is_empty() {
        svg.push_str(&node.relation.replace('-', " "));
        svg.push(' ');
    }
    svg.push_str(inside(at));
    svg.push_str(if leads { "</a>" } else { "</g>" });
}

/// A title cut to what fits in a box.
fn shortened(title: &str) -> Cow<'_, str> {
    let mut places = title.char_indices().map(|(at, _)| at);
    match (places.nth(LONGEST - 1), places.next()) {
        (Some(end), Some(_)) => format!("{}…", title[..end].trim_end()).into(),
        _ => title.into(),
    }
}
