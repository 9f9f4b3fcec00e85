//! Code: fenced blocks, indented blocks and inline code.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr};

use super::Lowering;
use crate::body::{Attrs, CodeBlock, EventKind, Html};
use crate::diag::Code;
use crate::parse::findings::BlockMistake;
use crate::parse::{accidental, fences, makers};

/// The code block that is open.
pub struct OpenCode {
    block: CodeBlock,
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
            range,
            is_indented,
        });
    }

    /// Adds a text to the open block.
    pub fn code_text(&mut self, text: CowStr<'_>) {
        let text = self.written(text);
        if let Some(code) = &mut self.code {
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
            match (maker.make)(&code.block.code) {
                Ok(html) => return self.push_made_block(html, maker.holder, code.range),
                Err(mistake) => self.report_mistake(mistake, &code.range),
            }
        }
        self.push(EventKind::Code(Box::new(code.block)), code.range);
    }

    /// Replaces a block by the HTML that was made from it.
    fn push_made_block(&mut self, html: Html, holder: &'static str, range: Range<usize>) {
        self.open_element(holder, Attrs::default(), range.clone());
        self.push(EventKind::Html(Box::new(html)), range.clone());
        self.push(EventKind::End, range);
    }

    /// Reports an error in a block, at its line or at the fence.
    fn report_mistake(&mut self, mistake: BlockMistake, block: &Range<usize>) {
        let lines = self.text.as_str()[block.clone()].split_inclusive('\n');
        // The code begins on the line after the fence.
        let above = mistake.line.map_or(0, |line| line + 1);
        let before: usize = lines.take(above).map(str::len).sum();
        let line = block.start + before.min(block.len())..block.end;
        let place = self.text.place(self.first_line(&line, 0));
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
