//! The index as files for browsers: the same terms, postings, frequencies, norms and
//! positions, in pieces that are fetched one by one.
//!
//! `index.bin` names the pieces; `theme/search/` reads them. A section is its page's
//! number and its own number in the page, so an edit moves no other page's sections.
//! What can be worked out is not there: the field `page`, and how many sections a term
//! is in.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;
use serde::Serialize;

use super::expand::class;
use super::fields::Fields;
use super::index::Block;
use super::leaf::Leaf;
use super::names::MARK;
use super::pieces::{self, Places};
use super::sections::Searched;
use super::shards::{FOLDER, Shelf, cut, seal};
use super::texts::Deflater;
use crate::cache::{Cache, Key};
use crate::output::{Content, Output};

/// The form of these files; `theme/search/shards.mjs` reads no other.
const VERSION: u32 = 3;

/// Bytes of a piece, about: of what is fetched for a word, for a word of a phrase, and
/// to complete or mend one.
const WORDS: usize = 2_000;
const POSITIONS: usize = 8_000;
const FORMS: usize = 2_000;

/// How many pieces `index.bin` names itself, and how many a part of their directory does.
const MANY: usize = 96;
const TOGETHER: usize = 32;

/// The files of an index of these pages.
pub fn files(
    pages: &[Searched],
    blocks: &[Block],
    forms: &[(String, u32)],
    cache: &Cache,
) -> Vec<Output> {
    let mut shelf = Shelf::default();
    let mut deflater = Deflater::default();
    let export = Export::of(blocks, cache);
    let forms: Vec<(String, u32)> = forms
        .iter()
        .map(|(form, pages)| (form.clone(), class(*pages)))
        .collect();
    let ((words, positions), (forms, endings)) = rayon::join(
        || rayon::join(|| export.words(), || export.positions()),
        || rayon::join(|| names(&forms, cache), || names(&reversed(&forms), cache)),
    );
    let values = Values::of(pages);
    let norms = blocks
        .iter()
        .flat_map(|block| block.leaf.norms.iter().copied());
    // Few searches have a phrase: its directory is fetched for those alone.
    let positions = json(&positions.put(&mut shelf, &mut deflater));
    let index = serde_json::json!({
        "version": VERSION,
        "sections": pages.iter().map(|page| page.sections.len()).sum::<usize>(),
        "lengths": export.lengths(),
        "count": pages.len(),
        "pages": shelf.put(table(pages, &values, norms)),
        "words": words.put(&mut shelf, &mut deflater),
        "forms": forms.put(&mut shelf, &mut deflater),
        "endings": endings.put(&mut shelf, &mut deflater),
        "positions": shelf.put(deflater.deflate(&positions)),
        "kinds": values.kinds,
        "statuses": values.statuses,
        "places": values.places,
        "tags": values.tags,
        "boosts": values.boosts,
    });
    let index = seal(deflater.deflate(&json(&index)));
    let mut files = vec![Output {
        path: format!("{FOLDER}/index.bin"),
        content: Content::Bytes(index),
    }];
    files.extend(shelf.files());
    files
}

/// Pieces of a sorted list: what each starts with, and its bytes.
#[derive(Default)]
struct Pieces(Vec<(String, Vec<u8>)>);

/// Where pieces lie: what each starts with, and their names, one behind the other.
#[derive(Serialize)]
struct Directory {
    starts: Vec<String>,
    names: String,
    /// How many directories lie between this one and the pieces.
    depth: u32,
}

impl Pieces {
    /// Cuts entries, each with its size, and writes the pieces.
    fn of<'e, S>(
        entries: impl Iterator<Item = (&'e str, usize)> + Clone,
        target: usize,
        state: impl Fn() -> S + Sync + Send,
        write: impl Fn(&mut S, Range<usize>) -> Vec<u8> + Sync + Send,
    ) -> Self {
        let names: Vec<&str> = entries.clone().map(|(name, _)| name).collect();
        let start = |at: usize| {
            let before = at.checked_sub(1).map_or("", |before| names[before]);
            shortest(before, names[at]).to_owned()
        };
        let ranges = cut(entries, target);
        let ranges = ranges.into_par_iter().with_min_len(16);
        Self(
            ranges
                .map_init(state, |state, range| {
                    (start(range.start), write(state, range))
                })
                .collect(),
        )
    }

    /// Puts them on the shelf. Of many, the directory is cut into pieces itself: then
    /// only the parts of it are fetched that name what is looked for.
    fn put(self, shelf: &mut Shelf, deflater: &mut Deflater) -> Directory {
        let (starts, bytes): (Vec<_>, Vec<_>) = self.0.into_iter().unzip();
        let names: Vec<String> = bytes.into_iter().map(|bytes| shelf.put(bytes)).collect();
        if names.len() <= MANY {
            return Directory {
                starts,
                names: names.concat(),
                depth: 0,
            };
        }
        let mut parts = Directory {
            starts: Vec::new(),
            names: String::new(),
            depth: 1,
        };
        for range in cut(starts.iter().map(|start| (start.as_str(), 1)), TOGETHER) {
            let part = Directory {
                starts: starts[range.clone()].to_vec(),
                names: names[range.clone()].concat(),
                depth: 0,
            };
            parts.starts.push(starts[range.start].clone());
            parts
                .names
                .push_str(&shelf.put(deflater.deflate(&json(&part))));
        }
        parts
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("text and numbers are always JSON")
}

/// The shortest beginning of a name that stands behind the name before it.
fn shortest<'n>(before: &str, name: &'n str) -> &'n str {
    let ends = name
        .char_indices()
        .map(|(at, letter)| at + letter.len_utf8());
    ends.map(|end| &name[..end])
        .find(|start| *start > before)
        .unwrap_or(name)
}

/// What the segments hold together, ready to be written.
struct Export<'b> {
    blocks: &'b [Block],
    /// The number of the first page of each.
    bases: Vec<u32>,
    /// The terms in order: the block that has one, and its number there.
    parts: Vec<(&'b str, u32, u32)>,
    /// The parts of each term.
    terms: Vec<Range<usize>>,
    cache: &'b Cache,
}

impl<'b> Export<'b> {
    fn of(blocks: &'b [Block], cache: &'b Cache) -> Self {
        let bases = blocks
            .iter()
            .scan(0, |next, block| {
                Some(std::mem::replace(next, *next + block.pages))
            })
            .collect();
        let of_block = |(block, at): (&'b Block, u32)| {
            block
                .leaf
                .terms
                .iter()
                .zip(0..)
                .map(move |(term, number)| (term, at, number))
        };
        let (parts, terms) = joined(
            blocks.iter().zip(0..).flat_map(of_block).collect(),
            |part| part.0,
        );
        Self {
            blocks,
            bases,
            parts,
            terms,
            cache,
        }
    }

    /// How many terms each field has in all, by its name.
    fn lengths(&self) -> BTreeMap<String, u64> {
        let (schema, fields) = Fields::schema();
        let length = |at: usize| self.blocks.iter().map(|block| block.leaf.lengths[at]).sum();
        let fields = fields.weighed().into_iter().enumerate();
        fields
            .map(|(at, (field, _))| (schema.get_field_name(field).to_owned(), length(at)))
            .collect()
    }

    /// The segments that have a term, each with its number there, and the number of the
    /// segment's first page.
    fn leaves(&self, term: usize) -> impl Iterator<Item = (&'b Leaf, usize, u32)> {
        let parts = &self.parts[self.terms[term].clone()];
        parts.iter().map(|&(_, block, at)| {
            (
                &self.blocks[block as usize].leaf,
                at as usize,
                self.bases[block as usize],
            )
        })
    }

    fn term(&self, term: usize) -> &'b str {
        self.parts[self.terms[term].start].0
    }

    /// The terms, each with what it costs, about.
    fn sized(
        &self,
        size: impl Fn((u32, u32)) -> usize + Clone,
    ) -> impl Iterator<Item = (&'b str, usize)> + Clone {
        (0..self.terms.len()).map(move |term| {
            let name = self.term(term);
            let sizes = self.leaves(term).map(|(leaf, at, _)| size(leaf.counts[at]));
            (name, name.len() / 2 + sizes.sum::<usize>())
        })
    }

    /// The terms, each with where it is and how often.
    fn words(&self) -> Pieces {
        let size = |(found, _): (u32, u32)| 4 + found as usize;
        Pieces::of(
            self.sized(size),
            WORDS,
            || (),
            |(), range| {
                let key = || {
                    let mut parts: Vec<Cow<'_, [u8]>> = Vec::new();
                    for term in range.clone() {
                        parts.push(self.term(term).as_bytes().into());
                        for (leaf, at, base) in self.leaves(term) {
                            parts.extend([
                                base.to_le_bytes().to_vec().into(),
                                leaf.bytes(at)[0].into(),
                            ]);
                        }
                    }
                    Key::of("words", parts)
                };
                self.cache.bytes_or_make(key, || {
                    let terms: Vec<&str> = range.clone().map(|term| self.term(term)).collect();
                    pieces::words(&terms, |term, found| {
                        found.extend(
                            self.leaves(range.start + term)
                                .flat_map(|(leaf, at, base)| leaf.found(at, base)),
                        );
                    })
                })
            },
        )
    }

    /// The terms, each with where it stands in each field that keeps that.
    fn positions(&self) -> Pieces {
        let size = |(_, positions): (u32, u32)| positions as usize * 5 / 4;
        // Names come before all words, and have none.
        let names = self
            .terms
            .partition_point(|parts| self.parts[parts.start].0.starts_with(MARK));
        Pieces::of(
            self.sized(size).skip(names),
            POSITIONS,
            Places::default,
            |places, range| {
                let range = range.start + names..range.end + names;
                let key = || {
                    let of_term = |term| {
                        let stands = self.leaves(term).map(|(leaf, at, _)| leaf.bytes(at)[1]);
                        std::iter::once(self.term(term).as_bytes()).chain(stands)
                    };
                    Key::of("positions", range.clone().flat_map(of_term))
                };
                self.cache.bytes_or_make(key, || {
                    let terms: Vec<&str> = range.clone().map(|term| self.term(term)).collect();
                    pieces::positions(places, &terms, |term, places| {
                        self.leaves(range.start + term)
                            .for_each(|(leaf, at, _)| leaf.stands(at, |stand| places.push(stand)));
                    })
                })
            },
        )
    }
}

/// Parts in the order of their names, those of one name in the order in which they came, and
/// where those of each name are.
fn joined<P, N: Ord>(mut parts: Vec<P>, name: impl Fn(&P) -> N) -> (Vec<P>, Vec<Range<usize>>) {
    // The parts of each segment are in order: nothing but runs are joined.
    parts.sort_by_key(&name);
    let runs = parts.chunk_by(|one, next| name(one) == name(next));
    let runs = runs.scan(0, |end, run| {
        *end += run.len();
        Some(*end - run.len()..*end)
    });
    let runs = runs.collect();
    (parts, runs)
}

/// The words of all segments as they are written, in order, each with how many pages have it.
pub fn forms(blocks: &[Block]) -> Vec<(String, u32)> {
    let of_block = |block| Block::forms(block);
    let (parts, runs) = joined(blocks.iter().flat_map(of_block).collect(), |part| part.0);
    runs.into_iter()
        .map(|run| {
            (
                parts[run.start].0.to_owned(),
                parts[run].iter().map(|part| part.1).sum(),
            )
        })
        .collect()
}

/// Names in order, each with a number.
fn names(names: &[(String, u32)], cache: &Cache) -> Pieces {
    Pieces::of(
        names.iter().map(|(name, _)| (name.as_str(), name.len())),
        FORMS,
        || (),
        |(), range| {
            let names = &names[range];
            let number = |number: &u32| number.to_le_bytes().to_vec();
            let parts = || {
                names
                    .iter()
                    .flat_map(|(name, value)| [name.as_bytes().to_vec(), number(value)])
            };
            cache.bytes_or_make(|| Key::of("names", parts()), || pieces::names(names))
        },
    )
}

/// The names from their ends: what is mended may differ at its beginning.
fn reversed(names: &[(String, u32)]) -> Vec<(String, u32)> {
    let mut reversed: Vec<(String, u32)> = names
        .iter()
        .map(|(name, class)| (name.chars().rev().collect(), *class))
        .collect();
    reversed.sort();
    reversed
}

/// The values that pages are chosen by, each once.
struct Values {
    kinds: Vec<String>,
    statuses: Vec<String>,
    places: Vec<String>,
    tags: Vec<String>,
    boosts: Vec<f64>,
}

impl Values {
    fn of(pages: &[Searched]) -> Self {
        let sections = || pages.iter().flat_map(|page| &page.sections);
        let mut boosts: Vec<f64> = pages.iter().map(|page| page.boost).chain([1.0]).collect();
        boosts.sort_by(f64::total_cmp);
        boosts.dedup();
        Self {
            kinds: once(sections().filter_map(|section| section.kind)),
            statuses: once(sections().filter_map(|section| section.status)),
            places: once(pages.iter().map(|page| page.place.as_str())),
            tags: once(
                pages
                    .iter()
                    .flat_map(|page| page.tags.iter().map(String::as_str)),
            ),
            boosts,
        }
    }
}

/// In lower case, as they are asked for.
fn once<'v>(values: impl Iterator<Item = &'v str>) -> Vec<String> {
    values
        .map(str::to_lowercase)
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect()
}

/// What is known of each page beside its words.
fn table(pages: &[Searched], values: &Values, norms: impl Iterator<Item = [u8; 2]>) -> Vec<u8> {
    let at = |all: &[String], value: &str| {
        all.binary_search(&value.to_lowercase())
            .map_or(0, |at| at as u32 + 1)
    };
    let rows = pages.iter().zip(norms).map(|(page, [title, length])| {
        let facts = |section: &super::sections::Section| {
            let kind = section.kind.map_or(0, |kind| at(&values.kinds, kind));
            [
                kind,
                section
                    .status
                    .map_or(0, |status| at(&values.statuses, status)),
            ]
        };
        let mut before = [0, 0];
        let mut changes = Vec::new();
        for (number, section) in page.sections.iter().enumerate() {
            if section.opens || facts(section) != before {
                before = facts(section);
                changes.push((number as u32, before, section.opens));
            }
        }
        pieces::Row {
            title,
            length,
            shift: super::texts::shift(page),
            boost: values
                .boosts
                .binary_search_by(|boost| boost.total_cmp(&page.boost))
                .unwrap_or(0) as u32,
            place: at(&values.places, &page.place),
            tags: page.tags.iter().map(|tag| at(&values.tags, tag)).collect(),
            changes,
        }
    });
    pieces::table(rows)
}
