//! The list of an index's pages, beside the files of Tantivy's.

use super::numbers::NumberedPages;

/// The name of the list in the index's folder.
pub const FILE: &str = "pages.txt";

/// A page of an index.
#[derive(Debug, Clone)]
pub struct ListedPage {
    /// The page's number.
    pub number: u32,
    /// The page's place in the site, from 0.
    pub order: u32,
    /// The page's file, from the docs folder.
    pub file: String,
}

/// The list as a text: a line for each page, and an empty one behind each segment, whose lengths
/// are `segments`.
pub fn write(numbered: &NumberedPages, segments: impl Iterator<Item = usize>) -> String {
    let NumberedPages {
        pages,
        numbers,
        order,
        ..
    } = numbered;
    let mut lines = String::new();
    let mut all = pages.iter().zip(numbers).zip(order);
    for length in segments {
        for ((page, number), order) in all.by_ref().take(length) {
            // A name may have line ends; each page has one line.
            let file = page.file.replace(['\n', '\r'], " ");
            lines.push_str(&format!("{number} {order} {file}\n"));
        }
        lines.push('\n');
    }
    lines
}

/// Reads the pages of each segment. Returns `None` for another text.
pub fn read(text: &str) -> Option<Vec<Vec<ListedPage>>> {
    let segments = text.split_terminator("\n\n");
    let pages = |lines: &str| {
        let lines = lines.lines().filter(|line| !line.is_empty());
        lines.map(page).collect()
    };
    segments.map(pages).collect()
}

fn page(line: &str) -> Option<ListedPage> {
    let mut parts = line.splitn(3, ' ');
    let mut number = || parts.next()?.parse().ok();
    Some(ListedPage {
        number: number()?,
        order: number()?,
        file: parts.next()?.to_owned(),
    })
}
