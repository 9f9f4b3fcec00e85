//! The files of a built site that a change elsewhere leaves as they are.

use std::collections::BTreeMap;

use crate::site::{Site, chance};

const PAGES: usize = 300;

/// A wiki of pages whose words come from a few hundred, some much more often than others.
fn wiki() -> Site {
    let mut site = Site::new()
        .map("[site]\nname = \"Wiki\"\n")
        .file("index.md", "# Start\n");
    for page in 0..PAGES {
        let path = format!("part-{}/{}", page / 30, name(page));
        site = site.file(&path, &text(page));
    }
    site
}

fn name(page: usize) -> String {
    format!("page-{page:03}.md")
}

fn text(page: usize) -> String {
    let mut draw = chance(page as u64 + 1);
    let mut text = format!("# Page {page}\n");
    for section in 0..5 {
        text.push_str(&format!("\n## Part {section}\n\n"));
        for _ in 0..60 {
            let common = draw(40);
            let rare = draw(900);
            let word = if draw(3) > 0 { common } else { rare };
            text.push_str(&format!("w{}q ", letters(word)));
        }
        text.push('\n');
    }
    text
}

/// A number in letters: a word with digits would be split.
fn letters(number: usize) -> String {
    let letter = |digit: char| char::from(b'a' + digit as u8 - b'0');
    number.to_string().chars().map(letter).collect()
}

/// The files that a change leaves otherwise.
struct Change {
    /// The number of changed or new files of the index, and of all of them.
    index: (usize, usize),
    /// The changed or new pages.
    pages: Vec<String>,
}

fn change(before: &BTreeMap<String, Vec<u8>>, site: &Site) -> Change {
    site.build();
    let after = site.output();
    let is_index = |path: &String| path.starts_with("assets/bf-search/");
    let all = after.keys().filter(|path| is_index(path)).count();
    let changed = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(*bytes))
        .map(|(path, _)| path.clone());
    let (index, others): (Vec<String>, Vec<String>) = changed.partition(is_index);
    let pages = others.into_iter().filter(|path| path.ends_with(".html"));
    Change {
        index: (index.len(), all),
        pages: pages.collect(),
    }
}

#[test]
fn a_page_that_comes_or_moves_changes_little_elsewhere() {
    let site = wiki();
    site.build();
    let before = site.output();

    let added = change(&before, &site.file("part-4/new.md", &text(4_000)));
    let (files, all) = added.index;
    assert!(files * 3 < all, "{files} of {all}");
    assert!(added.pages.len() <= 25, "{:?}", added.pages);

    let site = wiki();
    let from = format!("part-2/{}", name(71));
    std::fs::remove_file(site.docs().join(&from)).expect("it was written");
    let moved = change(
        &before,
        &site.file(&format!("part-8/{}", name(71)), &text(71)),
    );
    let (files, all) = moved.index;
    assert!(files * 10 < all, "{files} of {all}");
    assert!(moved.pages.len() <= 50, "{:?}", moved.pages);
}
