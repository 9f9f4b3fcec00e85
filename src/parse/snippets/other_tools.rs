//! Includes of [other tools](crate::parse::includes), on lines of their own or in a text.

use super::expansion::Expansion;
use super::lines::{OwnedLine, without_blank_ends};
use super::refusals::NotIncluded;
use crate::diag::Code;
use crate::parse::includes::Directive;

impl Expansion<'_> {
    /// Writes a line that may have includes of other tools.
    pub fn line(&mut self, line: &OwnedLine, indent: &str) {
        let directives = self.context.directives(&line.text);
        match directives.as_slice() {
            [] => self.push(indent, line),
            [one] if is_alone(one, &line.text) => {
                let own = format!("{indent}{}", &line.text[..one.range.start]);
                match self.included(line, one) {
                    Some(lines) => self.nested(&one.path, &lines, &own),
                    None if one.stays() => self.push(indent, line),
                    None => {}
                }
            }
            _ => self.in_line(line, &directives, indent),
        }
    }

    /// Writes a line with includes in its text: the text before and after them stays.
    fn in_line(&mut self, line: &OwnedLine, directives: &[Directive], indent: &str) {
        let mut last = line.with_text(String::new());
        let mut from = 0;
        for directive in directives {
            last.text.push_str(&line.text[from..directive.range.start]);
            from = directive.range.end;
            match self.included(line, directive) {
                Some(lines) => self.append(without_blank_ends(&lines), &mut last, indent),
                None if directive.stays() => {
                    last.text.push_str(&line.text[directive.range.clone()]);
                }
                None => {}
            }
        }
        last.text.push_str(&line.text[from..]);
        self.push(indent, &last);
    }

    /// Appends lines to a line that is not written yet. The last of them becomes that line.
    fn append(&mut self, lines: &[OwnedLine], last: &mut OwnedLine, indent: &str) {
        for (number, included) in lines.iter().enumerate() {
            if number > 0 {
                let next = included.with_text(String::new());
                self.push(indent, &std::mem::replace(last, next));
            }
            last.text.push_str(&included.text);
        }
    }

    /// The lines that a directive names. A missing file is a finding if the text can only be an
    /// include.
    fn included(&mut self, at: &OwnedLine, directive: &Directive) -> Option<Vec<OwnedLine>> {
        let range = at.in_source(directive.range.clone());
        let place = self.out.source_place(at.source, range);
        if !self.may_include(&directive.path, place.clone()) {
            return None;
        }
        match self.first_found(at.source, directive) {
            Ok(lines) => Some(lines),
            Err(missing) => {
                if let Some(missing) = missing.filter(|_| directive.is_certain) {
                    let message = missing.message.replacen(&missing.path, &directive.path, 1);
                    self.findings
                        .add(Code::MissingSnippet, place, message, missing.help);
                }
                None
            }
        }
    }

    /// The lines of the first file that the path can mean in a directive of that source.
    fn first_found(
        &mut self,
        source: u16,
        directive: &Directive,
    ) -> Result<Vec<OwnedLine>, Option<NotIncluded>> {
        let file = &self.out.sources()[source as usize].file;
        let mut paths = self.snippets.paths_from(file, &directive.path);
        if directive.is_near {
            paths.reverse();
        }
        let mut missing: Option<NotIncluded> = None;
        for path in paths {
            match self.file(&path, &directive.part) {
                Ok(lines) => return Ok(lines),
                // The reason why an existing file cannot be included says more than that another is
                // missing.
                Err(found) if missing.is_none() || found.is_there => missing = Some(found),
                Err(_) => {}
            }
        }
        Err(missing)
    }
}

fn is_alone(directive: &Directive, line: &str) -> bool {
    let (before, behind) = (&line[..directive.range.start], &line[directive.range.end..]);
    before.trim().is_empty() && behind.trim().is_empty()
}
