//! Pages as the terms that Tantivy gets.

use std::ops::Range;

use super::names;
use super::searched::{Searched, Section};
use super::words::Lexicon;

/// A page's terms. A part of them is a text's: a blank behind each term, and a line feed
/// behind each block.
pub struct Terms {
    /// All of them.
    text: String,
    /// Those of its sections.
    pub sections: Vec<OfSection>,
    /// The titles of its folders.
    pub folders: Range<usize>,
    /// Its title.
    pub title: Range<usize>,
    /// Its tags.
    pub tags: Range<usize>,
    /// What it says that it is about, and its file.
    pub about: Range<usize>,
    /// The terms of its title, headings and texts, each as often as [`damped`] says.
    pub page: Range<usize>,
}

/// A section's terms.
pub struct OfSection {
    /// The headings that it stands in.
    pub above: Range<usize>,
    /// Its heading.
    pub name: Range<usize>,
    /// What it is called as a whole.
    pub names: Range<usize>,
    /// Its text.
    pub body: Range<usize>,
    /// Its code.
    pub code: Range<usize>,
    /// What it is called elsewhere.
    pub identifiers: Range<usize>,
}

impl Terms {
    /// A part of them.
    pub fn part(&self, range: &Range<usize>) -> &str {
        &self.text[range.clone()]
    }
}

/// The words of pages as they are written, in order, each with how many pages have it.
pub type WrittenForms = Vec<(String, u32)>;

/// Reads the terms of pages. The more it has read, the fewer words are new to it.
#[derive(Default)]
pub struct TermReader {
    lexicon: Lexicon,
    /// The page that had each word last, from 1, and how many pages had it.
    words: Vec<(u32, u32)>,
    /// How often each term is in the page that is read.
    times: Vec<u32>,
    /// Which terms those are.
    counted: Vec<u32>,
    page: u32,
}

impl TermReader {
    /// The terms of a run of pages.
    pub fn pages(&mut self, pages: &[Searched]) -> (Vec<Terms>, WrittenForms) {
        (self.page, self.words) = (0, Vec::new());
        let terms = pages.iter().map(|page| self.page(page)).collect();
        let words = self
            .words
            .iter()
            .zip(0..)
            .filter(|((_, pages), _)| *pages > 0);
        let mut forms: WrittenForms = words
            .map(|((_, pages), id)| (self.lexicon.form(id).to_owned(), *pages))
            .collect();
        forms.sort_unstable();
        (terms, forms)
    }

    fn page(&mut self, page: &Searched) -> Terms {
        self.page += 1;
        let mut text = String::with_capacity(16 << 10);
        let mut read = |texts: &[&str], counts| self.read(texts, counts, &mut text);
        let folders = read(&all(&page.folders), false);
        let title = read(&[&page.title], false);
        let tags = read(&all(&page.tags), false);
        // Readers know a page by its file too.
        let about = read(&[&page.about, &page.file], false);
        // A page is called by its file too.
        let files = std::iter::once(page.called.as_str()).chain(std::iter::repeat(""));
        let sections = page.sections.iter().zip(files);
        let sections = sections
            .map(|(section, file)| self.section(section, file, &mut text))
            .collect();
        let start = text.len();
        for number in self.counted.drain(..) {
            let term = self.lexicon.term(number);
            for _ in 0..damped(std::mem::take(&mut self.times[number as usize])) {
                text.push_str(term);
                text.push(' ');
            }
        }
        let all = start..text.len();
        Terms {
            text,
            sections,
            folders,
            title,
            tags,
            about,
            page: all,
        }
    }

    /// The terms of a section; `file` is what the page's file is called, in its first one.
    fn section(&mut self, section: &Section, file: &str, text: &mut String) -> OfSection {
        OfSection {
            above: self.read(&all(&section.above), false, text),
            name: self.read(&[&section.heading], true, text),
            names: self.names(section, file, text),
            body: self.read(&[&section.text], true, text),
            code: self.read(&[&section.code], false, text),
            identifiers: self.read(&all(&section.identifiers), false, text),
        }
    }

    /// Writes what a section is called.
    fn names(&mut self, section: &Section, file: &str, text: &mut String) -> Range<usize> {
        let start = text.len();
        let mut names = self.names_of(&section.heading);
        names.extend(names::of_file(file, &names));
        for identifier in &section.identifiers {
            names.extend(self.names_of(identifier).into_iter().take(1));
        }
        names.sort_unstable();
        names.dedup();
        names
            .iter()
            .for_each(|name| text.extend([name.as_str(), " "]));
        start..text.len()
    }

    fn names_of(&mut self, heading: &str) -> Vec<String> {
        let mut words = Vec::new();
        self.lexicon
            .read(heading, |_, id, range| words.push((id, range)));
        let words: Vec<_> = words
            .into_iter()
            .map(|(id, range)| (self.lexicon.form(id), range))
            .collect();
        names::of_heading(heading, &words)
    }

    /// Reads texts, and writes their terms; where they count, their words are the page's.
    fn read(&mut self, texts: &[&str], counts: bool, terms: &mut String) -> Range<usize> {
        let start = terms.len();
        let Self {
            lexicon,
            words,
            times,
            counted,
            page,
        } = self;
        for block in texts
            .iter()
            .flat_map(|text| text.split('\n'))
            .filter(|block| !block.is_empty())
        {
            lexicon.read(block, |lexicon, id, _| {
                let number = lexicon.term_of(id);
                terms.push_str(lexicon.term(number));
                terms.push(' ');
                let word = at(words, id);
                if word.0 != *page {
                    *word = (*page, word.1 + 1);
                }
                if counts {
                    let times = at(times, number);
                    if *times == 0 {
                        counted.push(number);
                    }
                    *times += 1;
                }
            });
            terms.push('\n');
        }
        start..terms.len()
    }
}

fn all(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// A place of a list that grows.
fn at<T: Clone + Default>(list: &mut Vec<T>, number: u32) -> &mut T {
    let number = number as usize;
    if number >= list.len() {
        list.resize(number + 1, T::default());
    }
    &mut list[number]
}

/// How often a word counts that a page has so often: the second time it says more about
/// the page than the twentieth.
fn damped(times: u32) -> u32 {
    times.checked_ilog2().map_or(0, |log| log + 1)
}
