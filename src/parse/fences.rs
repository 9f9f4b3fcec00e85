//! The info strings of code fences.

use super::attributes;
use crate::body::{AttrList, Attrs, CodeBlock};

/// Reads a fence's info string: `python title="x" hl_lines="1 3-4" linenums="1"`, PyMdown's brace
/// form `{ .python .annotate title="x" }`, or both.
pub fn code_block(info: &str) -> CodeBlock {
    let info = info.trim();
    let word = info.split([' ', '\t', ',', '{']).next().unwrap_or_default();
    // The first word is the language unless it is an option.
    let language = if word.contains('=') { "" } else { word };
    let rest = info[language.len()..].trim_start_matches(',').trim();
    let inner = rest.replace(['{', '}'], " ");
    let mut list = attributes::parse(&inner).unwrap_or_default();
    let mut block = CodeBlock {
        language: language.trim_start_matches('.').to_owned(),
        ..CodeBlock::default()
    };
    if block.language.is_empty() && !list.classes.is_empty() {
        block.language = list.classes.remove(0);
    }
    for (name, value) in std::mem::take(&mut list.rest) {
        let value = value.unwrap_or_default();
        match name.as_str() {
            "title" => block.title = Some(value).filter(|title| !title.is_empty()),
            "hl_lines" => block.marked = line_ranges(&value),
            "linenums" => block.numbers_from = value.split(' ').next().and_then(|n| n.parse().ok()),
            // Other words (`rust,ignore`) mean nothing to a reader.
            _ => {}
        }
    }
    if list != AttrList::default() {
        let mut attrs = Attrs::default();
        attrs.merge(list);
        block.attrs = attrs;
    }
    block
}

/// Reads `1 3-4` or `1,3-4`: pairs of first and last line.
fn line_ranges(text: &str) -> Vec<(u32, u32)> {
    text.split([' ', ','])
        .filter_map(|part| {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            Some((from.trim().parse().ok()?, to.trim().parse().ok()?))
        })
        .collect()
}

/// Returns whether a fenced block, given with its fences, lacks the closing one.
pub fn is_unclosed(block: &str) -> bool {
    let block = block.trim_start_matches(['>', ' ', '\t']);
    let Some(sign) = block.chars().next() else {
        return false;
    };
    let length = block.chars().take_while(|c| *c == sign).count();
    let Some((_, body)) = block.trim_end().split_once('\n') else {
        return true;
    };
    let last = body
        .rsplit('\n')
        .next()
        .unwrap_or(body)
        .trim_start_matches(['>', ' ', '\t'])
        .trim_end();
    !(last.len() >= length && last.chars().all(|c| c == sign))
}
