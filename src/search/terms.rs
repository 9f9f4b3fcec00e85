//! Pages as the terms that Tantivy gets.

use std::ops::Range;

use super::language::Language;
use super::names;
use super::search_page::{SearchPage, SearchSection};
use super::words::Lexicon;

/// A page's terms. A part of them is a text's: a blank behind each term, and a line feed
/// behind each block.
pub struct Terms {
    /// All of them.
    text: String,
    /// The terms of its sections.
    pub sections: Vec<OfSection>,
    /// The titles of its folders.
    pub folders: Range<usize>,
    /// The page's title.
    pub title: Range<usize>,
    /// The page's tags.
    pub tags: Range<usize>,
    /// The page's description, its file and its other names.
    pub about: Range<usize>,
    /// The terms of its title, headings and texts, each as often as [`damped`] says.
    pub page: Range<usize>,
}

/// A section's terms.
pub struct OfSection {
    /// The headings that it stands in.
    pub above: Range<usize>,
    /// The section's heading.
    pub name: Range<usize>,
    /// The section's names.
    pub names: Range<usize>,
    /// The section's text.
    pub body: Range<usize>,
    /// The section's code.
    pub code: Range<usize>,
    /// The section's names elsewhere.
    pub identifiers: Range<usize>,
}

impl Terms {
    /// A part of them.
    pub fn part(&self, range: &Range<usize>) -> &str {
        &self.text[range.clone()]
    }
}

/// A word as it is written. Lists of them are in order.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WrittenForm {
    /// The word.
    pub form: String,
    /// The number of pages that have it.
    pub pages: u32,
}

/// Reads the terms of pages. The more it has read, the fewer words are new to it.
pub struct TermReader {
    lexicon: Lexicon,
    /// The pages that had each word.
    words: Vec<WordPages>,
    /// The number of times that each term is in the current page.
    times: Vec<u32>,
    /// The terms that the current page has.
    counted: Vec<u32>,
    page: u32,
}

/// On which pages a word is met.
#[derive(Clone, Copy, Default)]
struct WordPages {
    /// The page that had it last, from 1.
    last: u32,
    count: u32,
}

impl WordPages {
    fn met_on(&mut self, page: u32) {
        if self.last != page {
            self.last = page;
            self.count += 1;
        }
    }
}

impl TermReader {
    /// A reader of a language that has read nothing yet.
    pub fn new(language: Language) -> Self {
        Self {
            lexicon: Lexicon::new(language),
            words: Vec::new(),
            times: Vec::new(),
            counted: Vec::new(),
            page: 0,
        }
    }

    /// The terms of a run of pages.
    pub fn pages(&mut self, pages: &[SearchPage]) -> (Vec<Terms>, Vec<WrittenForm>) {
        self.page = 0;
        self.words.clear();
        let terms = pages.iter().map(|page| self.page(page)).collect();
        let words = self.words.iter().zip(0..);
        let met = words.filter(|(word, _)| word.count > 0);
        let forms = met.map(|(word, id)| WrittenForm {
            form: self.lexicon.form(id).to_owned(),
            pages: word.count,
        });
        let mut forms: Vec<WrittenForm> = forms.collect();
        forms.sort_unstable();
        (terms, forms)
    }

    fn page(&mut self, page: &SearchPage) -> Terms {
        self.page += 1;
        let mut text = String::with_capacity(16 << 10);
        let mut read = |texts: &[&str], counts| self.read(texts, counts, &mut text);
        let folders = read(&all(&page.folders), false);
        let title = read(&[&page.title], false);
        let tags = read(&all(&page.tags), false);
        // Readers know a page by its file too.
        let mut about = vec![page.about.as_str(), page.file.as_str()];
        about.extend(all(&page.also));
        let about = read(&about, false);
        // A page is called by its file too.
        let files = std::iter::once(page.called.as_str()).chain(std::iter::repeat(""));
        let sections = page.sections.iter().zip(files);
        let sections = sections
            .map(|(section, file)| self.section(section, file, &mut text))
            .collect();
        let all = self.counted_terms(&mut text);
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

    /// Writes each term of the page that counts, the more often the more often it stands there.
    fn counted_terms(&mut self, text: &mut String) -> Range<usize> {
        let start = text.len();
        for number in self.counted.drain(..) {
            let term = self.lexicon.term(number);
            let times = std::mem::take(&mut self.times[number as usize]);
            for _ in 0..damped(times) {
                text.push_str(term);
                text.push(' ');
            }
        }
        start..text.len()
    }

    /// The terms of a section; `file` is what the page's file is called, in its first one.
    fn section(&mut self, section: &SearchSection, file: &str, text: &mut String) -> OfSection {
        OfSection {
            above: self.read(&all(&section.above), false, text),
            name: self.read(&[&section.heading], true, text),
            names: self.names(section, file, text),
            body: self.read(&[&section.text], true, text),
            code: self.read(&[&section.code], false, text),
            identifiers: self.read(&all(&section.identifiers), false, text),
        }
    }

    /// Writes the names of a section.
    fn names(&mut self, section: &SearchSection, file: &str, text: &mut String) -> Range<usize> {
        let start = text.len();
        let mut names = self.names_of(&section.heading);
        names.extend(names::of_file(file, &names));
        for identifier in &section.identifiers {
            let first = self.names_of(identifier).into_iter().next();
            names.extend(first);
        }
        names.sort_unstable();
        names.dedup();
        for name in &names {
            text.push_str(name);
            text.push(' ');
        }
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
        // A tab stands between the cells of a table, but may be anywhere in code.
        let gaps: &[char] = if counts { &['\n', '\t'] } else { &['\n'] };
        let blocks = texts.iter().flat_map(|text| text.split(gaps));
        for block in blocks.filter(|block| !block.is_empty()) {
            lexicon.read(block, |lexicon, id, _| {
                let number = lexicon.term_of(id);
                terms.push_str(lexicon.term(number));
                terms.push(' ');
                at(words, id).met_on(*page);
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

/// The number of times that a word counts: its second use says more about the page than its
/// twentieth.
fn damped(times: u32) -> u32 {
    times.checked_ilog2().map_or(0, |log| log + 1)
}
