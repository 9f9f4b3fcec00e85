//! Code: fenced blocks, indented blocks and inline code.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr};

use super::Lowering;
use crate::body::{CodeBlock, EventKind, LinkKind};
use crate::diag::Code;
use crate::parse::findings::BlockMistake;
use crate::parse::line_places::LinePlaces;
use crate::parse::made_block::{MadeBlock, MadeLink};
use crate::parse::{accidental, fences, makers};

/// The code block that is open.
pub struct OpenCode {
    block: CodeBlock,
    lines: LinePlaces,
    range: Range<usize>,
    is_indented: bool,
}

impl Lowering<'_, '_> {
    pub fn start_code(&mut self, kind: CodeBlockKind<'_>, range: Range<usize>) {
        let (block, is_indented) = match kind {
            CodeBlockKind::Fenced(info) => (fences::code_block(&info), false),
            CodeBlockKind::Indented => (CodeBlock::default(), true),
        };
        self.code = Some(OpenCode {
            block,
            lines: LinePlaces::until(range.end),
            range,
            is_indented,
        });
    }

    /// Adds a text, which begins at that offset of the text, to the open block.
    pub fn code_text(&mut self, text: CowStr<'_>, start: usize) {
        let text = self.written(text);
        if let Some(code) = &mut self.code {
            code.lines.push(code.block.code.len(), start);
            code.block.code.push_str(&text);
        }
    }

    pub fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        if code.is_indented {
            self.report_accidental(&code);
        } else if fences::is_unclosed(&self.text.as_str()[code.range.clone()]) {
            let place = self.text.place(self.first_line(&code.range, 0));
            self.findings.unclosed_fence(place);
        }
        if let Some(maker) = makers::maker(&code.block.language, self.dialect) {
            let number = self.made.get(maker.language).copied().unwrap_or(0) + 1;
            match (maker.make)(&code.block, number, self.dialect) {
                Ok(made) => {
                    self.made.insert(maker.language, number);
                    return self.push_made_block(made, &code);
                }
                Err(mistake) => self.report_mistake(mistake, &code),
            }
        }
        self.push(EventKind::Code(Box::new(code.block)), code.range);
    }

    /// Replaces a block by what was made from it.
    fn push_made_block(&mut self, made: MadeBlock, code: &OpenCode) {
        for mistake in made.mistakes {
            self.report_mistake(mistake, code);
        }
        let first = self.body.links.len() as u32;
        for MadeLink { dest, at } in made.links {
            let range = at.map_or(code.range.clone(), |at| code.lines.in_text(at));
            self.link(dest, LinkKind::Link, &range);
        }
        self.body.ids.extend(made.ids);
        for mut event in made.events {
            if let EventKind::Html(html) = &mut event {
                html.links.iter_mut().for_each(|(_, link)| *link += first);
            }
            self.push(event, code.range.clone());
        }
    }

    /// Reports an error in a block, where it is or at the fence.
    fn report_mistake(&mut self, mistake: BlockMistake, block: &OpenCode) {
        let range = match mistake.at.filter(|_| !block.block.code.is_empty()) {
            Some(at) => {
                // At the end of the code, the error is at its last sign.
                let last = block.block.code.trim_end().len().saturating_sub(1);
                let last = block.block.code.floor_char_boundary(last);
                let start = block.lines.in_text(at.start.min(last)..at.end).start;
                // A renderer may count in other units than bytes: a place is between letters.
                let text = self.text.as_str();
                let start = text.floor_char_boundary(start);
                let line = self.first_line(&(start..block.range.end), 0);
                let end = text.ceil_char_boundary(line.start + at.len().max(1));
                line.start..line.end.min(end)
            }
            None => self.first_line(&block.range, 0),
        };
        let place = self.text.place(range);
        let BlockMistake {
            code,
            message,
            help,
            ..
        } = mistake;
        self.findings.add(code, place, message, help);
    }

    /// Reports code that may be code only because it is indented.
    fn report_accidental(&mut self, code: &OpenCode) {
        let Some(what) = accidental::begins_like(&code.block.code) else {
            return;
        };
        let written = &self.text.as_str()[code.range.clone()];
        let blanks = written.len() - written.trim_start().len();
        let place = self.text.place(self.first_line(&code.range, blanks));
        self.findings.add(
            Code::AccidentalCode,
            place,
            format!("this begins like {what}, and is code because it is indented"),
            "indent it less, or put it in a fence if it is code",
        );
    }

    /// The range of a block's first line without that many bytes at its beginning.
    fn first_line(&self, block: &Range<usize>, blanks: usize) -> Range<usize> {
        let start = block.start + blanks;
        let end = self.text.as_str()[start..block.end].find('\n');
        start..end.map_or(block.end, |end| start + end)
    }

    /// `#!python x` and `:::python x` name a language: such code is highlighted.
    pub fn inline_code(&mut self, text: &str, range: Range<usize>) {
        let signed = text.strip_prefix("#!").or_else(|| text.strip_prefix(":::"));
        let highlighted = signed.and_then(|rest| rest.split_once(' '));
        match highlighted {
            Some((language, code)) if !language.is_empty() => {
                let block = CodeBlock {
                    language: language.to_owned(),
                    code: code.trim().to_owned(),
                    ..CodeBlock::default()
                };
                self.push(EventKind::InlineCode(Box::new(block)), range);
            }
            _ => {
                self.push(EventKind::start("code"), range.clone());
                self.push(EventKind::Literal(text.into()), range.clone());
                self.push(EventKind::End, range);
            }
        }
    }
}
