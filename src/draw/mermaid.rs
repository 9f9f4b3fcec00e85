//! Diagrams in the language of Mermaid, drawn by the crate `merman`.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use merman::svg::{
    DeterministicTextMeasurer, HostTheme, MeasurementProfileId, Presentation, ResolvedPresentation,
    SvgEnvironment, SvgPipeline, SvgPipelinePreset, SvgRenderOptions, TextMeasurementPolicy,
    TextMeasurementProfile, TextMeasurementProfileIdentity, TextStyle, ThemeRole,
};
use merman::{
    Engine, MermaidConfig, OperationControl, RenderError, RenderOutput, RenderTarget, Renderer,
    SvgRequest,
};
use serde_json::{Value, json};

use super::DrawingMistake;
use super::colours::DrawnColour;
use super::font_file::FontFile;
use super::roles::{ColourRole, SERIES};
use super::settings::REFUSED;
use super::text_width::{self, Font};

/// The most bytes of a diagram's text.
const LONGEST: usize = 64 << 10;

/// The most pixels of a node that asks for a size.
const WIDEST: f64 = 10_000.0;

/// The time after which drawing is given up. The renderer's own budgets end it far earlier.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest list of expected words in a message, in bytes.
const LONGEST_LIST: usize = 60;

/// The font size of labels, in user units.
const SIZE: &str = "14px";

/// A diagram as the renderer gives it.
pub struct RenderedDiagram {
    /// The name that the renderer has for the kind of diagram.
    pub kind: String,
    /// The parts of the diagram, by the renderer's names.
    pub model: Value,
    /// The drawing.
    pub svg: String,
}

/// The renderer, and what it is asked for.
struct Setup {
    renderer: Renderer,
    request: SvgRequest,
}

static SETUP: LazyLock<Setup> = LazyLock::new(|| {
    let look = Presentation::new().with_theme(theme()).resolve();
    Setup {
        renderer: Renderer::new().with_engine(engine(&look)),
        request: SvgRequest {
            environment: environment(None),
            pipeline: Some(SvgPipeline::from_preset(SvgPipelinePreset::Parity)),
            presentation: look.render_policy(),
            options: SvgRenderOptions {
                diagram_id: Some("d".to_owned()),
                ..SvgRenderOptions::default()
            },
            ..SvgRequest::default()
        },
    }
});

/// Checks that a diagram's text is neither empty nor too large to be drawn.
pub fn check_size(source: &str) -> Result<(), DrawingMistake> {
    if source.trim().is_empty() {
        return Err(DrawingMistake::of_all("it is empty"));
    }
    if source.len() > LONGEST {
        let size = source.len() >> 10;
        return Err(DrawingMistake::of_all(format!(
            "it has {size} KB, and at most {} KB are drawn",
            LONGEST >> 10
        )));
    }
    if let Some(at) = too_large(source) {
        return Err(DrawingMistake {
            at: Some(at..at + 1),
            message: format!("a node has more than {WIDEST} pixels"),
        });
    }
    Ok(())
}

/// The offset of a size in the data of a node (`A@{ h: 80 }`) for which the renderer would take all
/// memory.
fn too_large(source: &str) -> Option<usize> {
    let data = source.match_indices("@{").map(|(at, _)| at);
    let mut sizes = data.flat_map(|start| {
        let end = source[start..]
            .find('}')
            .map_or(source.len(), |end| start + end);
        let keys = source[start..end]
            .match_indices(':')
            .map(move |(at, _)| start + at + 1);
        keys.collect::<Vec<_>>()
    });
    sizes.find(|at| {
        let value = source[*at..].trim_start_matches([' ', '"', '\'']);
        let end = value.find(|c: char| !(c.is_ascii_digit() || ".eE+-".contains(c)));
        let number = value[..end.unwrap_or(value.len())].parse::<f64>();
        number.is_ok_and(|number| number.abs() > WIDEST)
    })
}

/// Draws a diagram. Its texts are measured in `font`, if the site has one of its own.
pub fn render(
    source: &str,
    font: Option<&Arc<FontFile>>,
) -> Result<RenderedDiagram, DrawingMistake> {
    let control = OperationControl::new().with_deadline(PATIENCE);
    let parsed = SETUP.renderer.prepare_semantic(source, control);
    let Some(parsed) = parsed.map_err(mistake)? else {
        return Err(DrawingMistake::of_all("it is empty"));
    };
    let kind = parsed.diagram_type().to_owned();
    let model = parsed.compatibility_json().map_err(mistake)?;
    let mut request = SETUP.request.clone();
    if font.is_some() {
        request.environment = environment(font.cloned());
    }
    match parsed.render(RenderTarget::Svg(request)).map_err(mistake)? {
        RenderOutput::Svg(Some(svg)) => Ok(RenderedDiagram {
            kind,
            model: model.into_unmanaged_value(),
            svg: svg.into_parts().0,
        }),
        _ => Err(DrawingMistake::of_all("nothing is left to draw")),
    }
}

/// Colours that stand for roles, so that each is found again in the drawing.
fn theme() -> HostTheme {
    const FIXED: &str = "these colours, fonts and sizes are well-formed";
    let mut theme = HostTheme::new()
        .try_with_font_family(text_width::FAMILY)
        .and_then(|theme| theme.try_with_font_size(SIZE))
        .and_then(|theme| theme.try_with_series_palette(series()))
        .expect(FIXED);
    for role in ThemeRole::ALL {
        let colour = DrawnColour::Role(ColourRole::of(role)).stand_in();
        theme = theme.try_with_role(role, colour).expect(FIXED);
    }
    theme
}

/// The colours that stand for series.
fn series() -> impl Iterator<Item = String> {
    (0..SERIES).map(|at| DrawnColour::Series(at).stand_in())
}

fn engine(look: &ResolvedPresentation) -> Engine {
    let settings = json!({
        "htmlLabels": false,
        "look": "classic",
        "flowchart": {
            "htmlLabels": false, "minNodeWidth": 0, "wrappingWidth": 200, "layout": "dagre",
        },
        "class": { "htmlLabels": false },
        "state": { "htmlLabels": false, "minNodeWidth": 0 },
        "c4": c4(),
        "radar": { "graticuleColor": DrawnColour::Role(ColourRole::Muted).stand_in() },
        "secure": REFUSED,
    });
    look.materialize_engine(Engine::new())
        .with_site_config(MermaidConfig::from_value(settings))
}

/// The colours of C4 diagrams: people and systems of others differ from our own ones.
fn c4() -> Value {
    let mut colours = serde_json::Map::new();
    let mut set = |name: String, role: ColourRole| {
        colours.insert(name, Value::String(DrawnColour::Role(role).stand_in()));
    };
    for part in ["system", "container", "component"] {
        for form in ["", "_db", "_queue"] {
            set(format!("external_{part}{form}_bg_color"), ColourRole::Muted);
        }
    }
    set("person_bg_color".to_owned(), ColourRole::Active);
    set("external_person_bg_color".to_owned(), ColourRole::Muted);
    Value::Object(colours)
}

fn environment(font: Option<Arc<FontFile>>) -> SvgEnvironment {
    let policy = TextMeasurementPolicy::uniform(widths(font));
    SvgEnvironment::deterministic().with_text_measurement_policy(policy)
}

fn widths(font: Option<Arc<FontFile>>) -> TextMeasurementProfile {
    let name = if font.is_some() { "own" } else { "helvetica" };
    let id = MeasurementProfileId::new(name).expect("it is a name");
    let identity =
        TextMeasurementProfileIdentity::new(id, "1").expect("it is a name with a version");
    let width = move |text: &str, style: &TextStyle| text_width_of(text, style, font.as_deref());
    let measurer = DeterministicTextMeasurer::default().with_width_callback(width);
    TextMeasurementProfile::new(identity, measurer)
}

fn text_width_of(text: &str, style: &TextStyle, file: Option<&FontFile>) -> f64 {
    let font = Font::of(style.font_family.as_deref(), style.font_weight.as_deref());
    text_width::width(text, style.font_size, font, file)
}

fn mistake(error: RenderError) -> DrawingMistake {
    match error {
        RenderError::Parse(diagnostic) => {
            let message = diagnostic.terminal_safe_message();
            let span = diagnostic.terminal_diagnostic_details().span;
            DrawingMistake {
                at: span.map(|span| span.start..span.end),
                message: in_our_words(&message),
            }
        }
        RenderError::ResourceLimitExceeded(limit) => DrawingMistake::of_all(format!(
            "it is too large: {} is {}, and at most {} is drawn",
            limit.id.replace('_', " ").trim_start_matches("max "),
            limit.actual,
            limit.maximum
        )),
        RenderError::Cancelled(_) => DrawingMistake::of_all(format!(
            "it takes more than {} seconds to draw",
            PATIENCE.as_secs()
        )),
        other => DrawingMistake::of_all(in_our_words(&other.to_string())),
    }
}

/// The renderer's message without its own heading, as the end of a sentence.
fn in_our_words(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    if line == "No Mermaid diagram type detected" {
        return "its first line names no kind of diagram".to_owned();
    }
    if let Some(kind) = line.strip_prefix("Unsupported diagram type: ") {
        let kind = kind.split(';').next().unwrap_or(kind);
        return format!("`{kind}` diagrams are not drawn");
    }
    let heading = line.strip_prefix("Diagram parse error (");
    let text = heading
        .and_then(|rest| rest.split_once("): "))
        .map_or(line, |(_, text)| text);
    let text = without_noise(text.trim().trim_end_matches('.'));
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if letters.clone().next().is_some_and(char::is_lowercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// A message without an offset at its end, as the finding has a place, and without a long list of
/// all that could stand there.
fn without_noise(text: &str) -> &str {
    let text = match text.split_once("; expected ") {
        Some((before, list)) if list.len() > LONGEST_LIST => before,
        _ => text,
    };
    match text.rsplit_once(" at ") {
        Some((before, offset)) if offset.parse::<usize>().is_ok() => before,
        _ => text,
    }
}
