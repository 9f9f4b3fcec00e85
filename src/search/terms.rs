//! Pages as the terms that Tantivy gets.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::sections::Searched;
use super::words::Lexicon;

/// A page's terms: of each text a blank behind each term, and a line feed behind each
/// block of them.
pub struct Terms {
    /// Those of its sections.
    pub sections: Vec<OfSection>,
    /// The titles of its folders.
    pub folders: String,
    /// Its title.
    pub title: String,
    /// Its tags.
    pub tags: String,
    /// What it says that it is about, and its file.
    pub about: String,
    /// The terms of its title, headings and texts, each as often as [`damped`] says.
    pub page: String,
}

/// A section's terms.
pub struct OfSection {
    /// The headings that it stands in.
    pub above: String,
    /// Its heading.
    pub name: String,
    /// Its text.
    pub body: String,
    /// Its code.
    pub code: String,
    /// What it is called elsewhere.
    pub identifiers: String,
}

/// The words of a site as they are written, in order, each with how many pages have it.
pub type Forms = Vec<(String, u32)>;

/// The terms of pages.
pub fn read(pages: &[Searched]) -> (Vec<Terms>, Forms) {
    // The more pages a lexicon reads, the fewer words are new to it.
    let together = pages.len().div_ceil(2 * rayon::current_num_threads()).max(64);
    let read: Vec<_> = pages.par_chunks(together).map(|pages| Reader::default().pages(pages)).collect();
    let mut forms: BTreeMap<String, u32> = BTreeMap::new();
    let mut terms = Vec::with_capacity(pages.len());
    for (of_pages, of_forms) in read {
        terms.extend(of_pages);
        of_forms.into_iter().for_each(|(form, pages)| *forms.entry(form).or_default() += pages);
    }
    (terms, forms.into_iter().collect())
}

#[derive(Default)]
struct Reader {
    lexicon: Lexicon,
    /// The page that had each word last, from 1, and how many pages had it.
    words: Vec<(u32, u32)>,
    /// How often each term is in the page that is read.
    times: Vec<u32>,
    /// Which terms those are.
    counted: Vec<u32>,
    page: u32,
}

impl Reader {
    fn pages(mut self, pages: &[Searched]) -> (Vec<Terms>, Forms) {
        let terms = pages.iter().map(|page| self.page(page)).collect();
        let forms = self.words.iter().zip(0..).map(|((_, pages), id)| (self.lexicon.form(id).to_owned(), *pages));
        (terms, forms.collect())
    }

    fn page(&mut self, page: &Searched) -> Terms {
        self.page += 1;
        let folders = self.read(&page.folders.join("\n"), false);
        let title = self.read(&page.title, false);
        let tags = self.read(&page.tags.join("\n"), false);
        // Readers know a page by its file too.
        let about = self.read(&format!("{}\n{}", page.about, page.file), false);
        let sections = page.sections.iter().map(|section| OfSection {
            above: self.read(&section.above.join("\n"), false),
            name: self.read(&section.heading, true),
            body: self.read(&section.text, true),
            code: self.read(&section.code, false),
            identifiers: self.read(&section.identifiers, false),
        });
        let sections = sections.collect();
        let mut all = String::new();
        for number in self.counted.drain(..) {
            let term = self.lexicon.term(number);
            for _ in 0..damped(std::mem::take(&mut self.times[number as usize])) {
                all.push_str(term);
                all.push(' ');
            }
        }
        Terms { sections, folders, title, tags, about, page: all }
    }

    /// Reads a text; where it counts, its words are the page's.
    fn read(&mut self, text: &str, counts: bool) -> String {
        let mut terms = String::with_capacity(text.len() + text.len() / 8);
        let Self { lexicon, words, times, counted, page } = self;
        for block in text.split('\n').filter(|block| !block.is_empty()) {
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
        terms
    }
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
