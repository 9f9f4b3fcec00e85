//! A page of HTML as its reader finds it, whichever generator made it.

use std::collections::BTreeMap;

use html5gum::{StartTag, Token, Tokenizer};

/// A page as its reader sees it: the text and what stands in it, without what is around.
#[derive(Debug, Default)]
pub struct HtmlPage {
    /// The first heading, or else the title of the window.
    pub title: String,
    /// The ids of the whole page, each with the text of its heading, if it is one.
    pub ids: BTreeMap<String, Option<String>>,
    /// The text, and the things in it.
    pub text: ReadText,
    /// The address that the page sends its reader to at once.
    pub leads_to: Option<String>,
}

/// The text of a page and what stands in it.
#[derive(Debug, Default)]
pub struct ReadText {
    /// The words in small letters, in order.
    pub words: Vec<String>,
    /// The ids in it that links from elsewhere may name.
    pub anchors: Vec<String>,
    /// The names of its images' files.
    pub images: Vec<String>,
    /// The number of tables.
    pub tables: usize,
    /// The number of code blocks.
    pub code: usize,
}

/// Elements that are no text of the page.
const APART: [&[u8]; 9] = [
    b"script",
    b"style",
    b"template",
    b"nav",
    b"footer",
    b"button",
    b"noscript",
    b"svg",
    b"select",
];

/// Classes of elements that are no text: numbers of lines, links of headings to themselves.
const APART_CLASSES: [&str; 8] = [
    "linenos",
    "linenodiv",
    "headerlink",
    "header-anchor",
    "hash-link",
    "heading-anchor",
    "md-content__button",
    "md-source-file",
];

/// Classes of images that stand for emoji.
const EMOJI: [&str; 4] = ["twemoji", "emojione", "gemoji", "emoji"];

/// Beginnings of ids that generators make for themselves.
const OWN_IDS: [&str; 6] = [
    "__tabbed",
    "__codelineno",
    "__span",
    "__toc",
    "fn:",
    "fnref",
];

/// The regions that hold the text, the best one first: `<article>`, `<main>`, `<body>`.
const REGIONS: usize = 3;

impl HtmlPage {
    /// Reads the HTML of a page.
    pub fn read(html: &str) -> Self {
        let mut reader = PageReader::default();
        for token in Tokenizer::new(html).flatten() {
            match token {
                Token::StartTag(tag) => reader.open(&tag),
                Token::EndTag(tag) => reader.close(&tag.name),
                Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
                _ => {}
            }
        }
        reader.done()
    }
}

#[derive(Default)]
struct PageReader {
    page: HtmlPage,
    regions: [ReadText; REGIONS],
    /// The open elements that count: an element of each region, one that is apart, a heading.
    open: [Option<OpenTag>; REGIONS],
    apart: Option<OpenTag>,
    heading: Option<OpenHeading>,
    /// The title of the window, while it is open and afterwards.
    window: Option<String>,
    in_window: bool,
}

/// An element that is open, with the number of elements of its name in it that are.
struct OpenTag {
    name: Vec<u8>,
    depth: usize,
}

struct OpenHeading {
    id: Option<String>,
    is_first_level: bool,
    text: String,
}

impl PageReader {
    fn open(&mut self, tag: &StartTag<()>) {
        let name = tag.name.as_slice();
        let value = |key: &str| {
            let value = tag.attributes.get(key.as_bytes())?;
            Some(String::from_utf8_lossy(value).into_owned())
        };
        match name {
            b"title" => self.in_window |= self.window.is_none(),
            b"meta" if value("http-equiv").is_some_and(|it| it.eq_ignore_ascii_case("refresh")) => {
                let target = value("content").and_then(|content| refresh_target(&content));
                self.page.leads_to = self.page.leads_to.take().or(target);
            }
            _ => {}
        }
        self.enter(
            name,
            value("role").as_deref(),
            &value("class").unwrap_or_default(),
        );
        let named = || value("name").filter(|_| name == b"a");
        self.identified(name, value("id").or_else(named));
        if self.apart.is_some() {
            return;
        }
        match name {
            // Emoji are characters here, and a table of lines is code.
            b"img" if has_class(&value("class").unwrap_or_default(), &EMOJI) => {}
            b"table" if has_class(&value("class").unwrap_or_default(), &["highlighttable"]) => {}
            b"img" => {
                let image = value("src").and_then(|src| image_name(&src));
                self.each(|text| text.images.extend(image.clone()));
            }
            b"table" => self.each(|text| text.tables += 1),
            b"pre" => self.each(|text| text.code += 1),
            _ => {}
        }
    }

    /// Notes that an element begins that is a region of the text or apart from it.
    fn enter(&mut self, name: &[u8], role: Option<&str>, class: &str) {
        deepen(&mut self.apart, name);
        self.open.iter_mut().for_each(|open| deepen(open, name));
        if self.apart.is_some() {
            return;
        }
        if let Some(region) = region_of(name, role) {
            self.open[region].get_or_insert_with(|| OpenTag::of(name));
        }
        if !is_void(name) && self.is_apart(name, class) {
            self.apart = Some(OpenTag::of(name));
        }
    }

    fn is_apart(&self, name: &[u8], class: &str) -> bool {
        let is_around = name == b"header" && self.open[..2].iter().all(Option::is_none);
        APART.contains(&name) || is_around || has_class(class, &APART_CLASSES)
    }

    /// Notes an id and the beginning of a heading.
    fn identified(&mut self, name: &[u8], id: Option<String>) {
        if let Some(id) = id.as_ref().filter(|id| !id.is_empty()) {
            self.page.ids.entry(id.clone()).or_default();
            let is_own = OWN_IDS.iter().any(|own| id.starts_with(own));
            if !is_own && !matches!(name, b"input" | b"label") && self.apart.is_none() {
                self.each(|text| text.anchors.push(id.clone()));
            }
        }
        if let [b'h', level @ b'1'..=b'6'] = name {
            self.heading = Some(OpenHeading {
                id,
                is_first_level: *level == b'1',
                text: String::new(),
            });
        } else if let Some(heading) = &mut self.heading {
            heading.id = heading.id.take().or(id);
        }
    }

    fn close(&mut self, name: &[u8]) {
        self.in_window &= name != b"title";
        rise(&mut self.apart, name);
        self.open.iter_mut().for_each(|open| rise(open, name));
        let is_heading = matches!(name, [b'h', b'1'..=b'6']);
        let Some(heading) = self.heading.take_if(|_| is_heading) else {
            return;
        };
        let text = one_line(&heading.text);
        if heading.is_first_level && self.page.title.is_empty() {
            self.page.title.clone_from(&text);
        }
        if let Some(id) = heading.id {
            self.page.ids.insert(id, Some(text));
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_window {
            self.window.get_or_insert_default().push_str(text);
        }
        if self.apart.is_some() {
            return;
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        let words: Vec<String> = words(text).collect();
        self.each(|region| region.words.extend_from_slice(&words));
    }

    /// Does something to the text of each region that is open.
    fn each(&mut self, mut act: impl FnMut(&mut ReadText)) {
        let both = self.open.iter().zip(&mut self.regions);
        both.filter(|(open, _)| open.is_some())
            .for_each(|(_, text)| act(text));
    }

    fn done(mut self) -> HtmlPage {
        let chosen = self.regions.iter().position(|text| !text.words.is_empty());
        self.page.text = std::mem::take(&mut self.regions[chosen.unwrap_or(REGIONS - 1)]);
        if self.page.title.is_empty() {
            self.page.title = one_line(&self.window.unwrap_or_default());
        }
        self.page
    }
}

impl OpenTag {
    fn of(name: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            depth: 0,
        }
    }
}

fn deepen(open: &mut Option<OpenTag>, name: &[u8]) {
    if let Some(open) = open.as_mut().filter(|open| open.name == name) {
        open.depth += 1;
    }
}

fn rise(open: &mut Option<OpenTag>, name: &[u8]) {
    match open.as_mut().filter(|open| open.name == name) {
        Some(inner) if inner.depth > 0 => inner.depth -= 1,
        Some(_) => *open = None,
        None => {}
    }
}

fn region_of(name: &[u8], role: Option<&str>) -> Option<usize> {
    match name {
        b"article" => Some(0),
        b"main" => Some(1),
        _ if role == Some("main") => Some(1),
        b"body" => Some(2),
        _ => None,
    }
}

/// Returns whether one of an element's classes is one of these.
fn has_class(classes: &str, these: &[&str]) -> bool {
    let mut classes = classes.split_ascii_whitespace();
    classes.any(|class| these.contains(&class))
}

fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"img" | b"br" | b"hr" | b"input" | b"meta" | b"link" | b"wbr" | b"source"
    )
}

/// The address in `0; url=../new/`.
fn refresh_target(content: &str) -> Option<String> {
    let (_, rest) = content.split_once([';', ','])?;
    let (key, target) = rest.split_once('=')?;
    let target = target.trim().trim_matches(['\'', '"']);
    (key.trim().eq_ignore_ascii_case("url") && !target.is_empty()).then(|| target.to_owned())
}

/// The name of an image's file, without its folders; `None` for one that is in the page itself.
fn image_name(src: &str) -> Option<String> {
    let path = src.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
    (!src.starts_with("data:") && !name.is_empty()).then(|| name.into_owned())
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// A text on one line, without the sign of a heading's link at its end.
fn one_line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.trim_end_matches(['¶', '#', ' ', '\u{200b}'])
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_without_what_is_around_its_text() {
        let page = HtmlPage::read(
            "<title>Run - Wiki</title><body><header><h3 id=site>Wiki</h3></header><nav>Menu</nav><main><article>\
             <h1 id=run>Run <em>it</em><a class=headerlink href=#run>¶</a></h1><p>Two <b>words</b>\
             <div><div>more</div></div><img src='../a/b.png?x=1'><table><tr><td class=linenos><pre>1 2</pre></td>\
             <td><pre>code</pre></td></table><script>no()</script></article><footer>Foot</footer></main>",
        );
        assert_eq!(page.title, "Run it");
        assert_eq!(
            page.text.words,
            ["run", "it", "two", "words", "more", "code"]
        );
        assert_eq!(page.text.anchors, ["run"]);
        assert_eq!((page.text.tables, page.text.code), (1, 1));
        assert_eq!(page.text.images, ["b.png"]);
        assert!(page.ids.contains_key("site"));
    }

    #[test]
    fn without_an_article_the_main_part_or_the_body_is_the_text() {
        let page =
            HtmlPage::read("<body><header>Top</header><div role=main><div>In</div>side</div>Foot");
        assert_eq!(page.text.words, ["in", "side"]);
        let page = HtmlPage::read("<title> A\n b </title><body><p>All <h2><a id=x></a>of</h2>it");
        assert_eq!(page.text.words, ["all", "of", "it"]);
        assert_eq!(page.title, "A b");
        assert_eq!(page.ids["x"].as_deref(), Some("of"));
        assert!(HtmlPage::read("\u{0}\u{1}<<>").text.words.is_empty());
    }

    #[test]
    fn a_redirect_is_known_by_its_meta_element() {
        for (content, target) in [
            ("0; url=../new/", Some("../new/")),
            ("0;URL='a.html'", Some("a.html")),
            ("30", None),
        ] {
            let html = format!("<meta http-equiv=Refresh content=\"{content}\">");
            assert_eq!(HtmlPage::read(&html).leads_to.as_deref(), target);
        }
    }
}
