//! Findings for people, in the style of rustc.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::overview::{self, Repeats, ShownFinding};
use super::{Diagnostic, Report, Severity, ShownPaths};
use crate::source::Place;

/// The use of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Never,
    /// ANSI escapes.
    Always,
}

/// All findings, each followed by an empty line.
pub(super) fn render(report: &Report, colour: Colour, repeats: Repeats) -> String {
    let shown = overview::shown(report, repeats).into_iter();
    let text = shown.map(
        |ShownFinding {
             severity,
             finding,
             others,
         }| {
            let mut text = one((severity, finding), &report.paths, colour);
            if !others.is_empty() {
                text.push('\n');
                text.push_str(&overview::elsewhere(finding, &others, &report.paths));
            }
            text + "\n\n"
        },
    );
    text.collect()
}

/// All notes, each followed by an empty line.
pub(super) fn notes(report: &Report, colour: Colour) -> String {
    report
        .notes
        .iter()
        .map(|note| one((Severity::Note, note), &report.paths, colour) + "\n\n")
        .collect()
}

/// The excerpt of a place outside the docs folder: ` --> path:line:column` and the line,
/// underlined.
pub fn excerpt(place: &Place) -> String {
    let path = place.file.path();
    let group = Group::with_level(Level::ERROR).element(element(place, path));
    let text = renderer(Colour::Never).render(&[group]);
    aligned(with_column(text, place, path), place)
}

/// One finding, without a line end.
pub(super) fn one(
    (severity, finding): (Severity, &Diagnostic),
    paths: &ShownPaths,
    colour: Colour,
) -> String {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note | Severity::Allow => Level::NOTE,
    };
    let title = level
        .primary_title(&finding.message)
        .id(finding.code.name());
    let place = finding.place.as_ref();
    let place = place.map(|place| (place, paths.of_file(&place.file)));
    let shown = place.as_ref();
    let group = Group::with_title(title).elements(shown.map(|(place, path)| element(place, path)));
    let help = finding.help.as_ref();
    let help = help.map(|help| Group::with_title(Level::HELP.secondary_title(help)));
    let groups: Vec<Group<'_>> = std::iter::once(group).chain(help).collect();
    let text = renderer(colour).render(&groups);
    let Some((place, path)) = shown else {
        // Without a line to show, the renderer would still draw a margin for one.
        return text
            .split('\n')
            .filter(|line| line.trim() != "|")
            .collect::<Vec<_>>()
            .join("\n");
    };
    aligned(with_column(text, place, path), place)
}

/// The line with the finding underlined. An empty line is only named.
fn element<'p>(place: &'p Place, path: &'p str) -> Element<'p> {
    if place.excerpt.trim().is_empty() {
        let origin = Origin::path(path).line(place.line as usize);
        return origin.char_column(place.column as usize).into();
    }
    let annotation = AnnotationKind::Primary.span(place.in_excerpt());
    let snippet = Snippet::source(&*place.excerpt).line_start(place.line as usize);
    snippet.path(path).annotation(annotation).into()
}

/// The renderer counts columns in the excerpt, so a cut line gets its real column here. Padding the
/// excerpt would work too, but a line can have 50 MB.
fn with_column(text: String, place: &Place, path: &str) -> String {
    let skipped = place.excerpt_column - 1;
    if skipped == 0 || place.excerpt.trim().is_empty() {
        return text;
    }
    let origin = |column: u32| format!("{path}:{}:{column}", place.line);
    text.replacen(&origin(place.column - skipped), &origin(place.column), 1)
}

/// Without a line to show, the renderer leaves no room for its number. This aligns the arrow and
/// the bar with those of other findings.
fn aligned(text: String, place: &Place) -> String {
    if !place.excerpt.trim().is_empty() {
        return text;
    }
    let room = " ".repeat(place.line.to_string().len());
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let Some(arrow) = lines.iter().position(|line| line.contains("--> ")) else {
        return text;
    };
    for line in lines
        .iter_mut()
        .skip(arrow)
        .take(2)
        .filter(|line| line.contains(['>', '|']))
    {
        line.insert_str(0, &room);
    }
    lines.join("\n")
}

fn renderer(colour: Colour) -> Renderer {
    match colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    }
    .decor_style(DecorStyle::Ascii)
}
