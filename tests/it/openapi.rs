//! API references: the pages of a description, and the effect of its changes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use bf_docs::discover::Snippets;
use bf_docs::file::FileId;
use bf_docs::openapi;
use bf_docs::parse::Dialect;
use bf_docs::source::Source;
use serde_json::Value;

use crate::site::{Site, files};
use crate::snapshots::Snapshots;

/// A site with the description of `tests/openapi/depots`, a guide to it and its service.
fn depots() -> Site {
    let guide = "# Guide\n\nSee [the API](depots.yaml), [a list](depots.yaml#listDepots), \
                 [a schema](depots.yaml#Charger), and [an old form](depots.yaml#operation/createDepot).\n";
    let mut site = Site::new()
        .file("index.md", "# Start\n")
        .file("api/guide.md", guide)
        .file("work/active/w/challenge.md", "# C\n")
        .file("work/active/w/spec.md", "# S\n")
        .file("services/depot-service.md", "# Depot service\n");
    for (path, bytes) in files(Path::new("tests/openapi/depots")) {
        site = site.bytes(&format!("api/{path}"), &bytes);
    }
    site
}

/// The visible text of a page, without tags and with single blanks.
pub fn text(html: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for c in html.chars() {
        match c {
            '<' => is_tag = true,
            '>' => is_tag = false,
            c if !is_tag => text.push(c),
            _ => {}
        }
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_description_becomes_pages_below_its_path_and_is_served_too() {
    let site = depots();
    let run = site.build();
    assert_eq!(run.found(), [""; 0], "{}", run.stderr);
    let pages: Vec<String> = files(&site.root().join("site/api/depots"))
        .into_keys()
        .filter(|path| path.ends_with(".html"))
        .collect();
    assert_eq!(
        pages,
        [
            "depots/index.html",
            "index.html",
            "schemas/index.html",
            "sessions/index.html",
            "webhooks/index.html"
        ]
    );
    assert!(site.has("api/depots.yaml") && site.has("api/parts/geo.yaml"));
    // A file of nothing but components, which another refers to, makes no page.
    assert!(!site.has("api/parts/geo/index.html"));
    let guide = site.read("api/guide/index.html");
    for link in [
        "../depots/\"",
        "../depots/depots/#listDepots",
        "../depots/schemas/#Charger",
        "../depots/depots/#createDepot",
    ] {
        assert!(guide.contains(link), "{link}\n{guide}");
    }
    let overview = site.read("api/depots/index.html");
    assert!(
        overview.contains("href=\"../depots.yaml\" download"),
        "{overview}"
    );
    assert!(
        overview.contains("href=\"../guide/\""),
        "links start at the folder of the file"
    );
}

#[test]
fn the_pages_of_an_api_are_as_they_were() {
    let site = depots();
    site.build();
    let mut snapshots = Snapshots::of("tests/openapi/golden");
    for (name, path) in [
        ("overview.txt", "api/depots/index.html"),
        ("tag.txt", "api/depots/depots/index.html"),
        ("sessions.txt", "api/depots/sessions/index.html"),
        ("schemas.txt", "api/depots/schemas/index.html"),
        ("webhooks.txt", "api/depots/webhooks/index.html"),
    ] {
        let html = site.read(path);
        let start = html.find("<article").expect("each page has one");
        let end = html.find("</article>").expect("it ends");
        let lines = html[start..end].replace("><", ">\n<");
        snapshots.compare(name, &lines);
    }
    snapshots.assert_same();
}

/// The names of all operations, parameters, responses, schemas and properties of a description.
fn names(value: &Value, key: &str, names: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| self::names(item, "", names)),
        Value::Object(map) => {
            if map.get("x-internal") == Some(&Value::Bool(true)) {
                return;
            }
            for (name, value) in map {
                if matches!(key, "properties" | "schemas" | "responses" | "headers") {
                    names.insert(name.clone());
                }
                if matches!(&**name, "name" | "operationId" | "summary") {
                    names.extend(value.as_str().map(str::to_owned));
                }
                self::names(value, name, names);
            }
        }
        _ => {}
    }
}

#[test]
fn every_part_of_a_description_is_on_a_page() {
    let site = depots();
    site.build();
    let pages = files(&site.root().join("site/api/depots"));
    let pages: String = pages
        .values()
        .map(|html| text(&String::from_utf8_lossy(html)))
        .collect();
    let mut all = BTreeSet::new();
    for (path, bytes) in files(Path::new("tests/openapi/depots")) {
        let text = String::from_utf8(bytes).expect("it is text");
        let value: Value =
            serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        names(&value, "", &mut all);
    }
    assert!(all.len() > 40, "{} names", all.len());
    // The second is the title of a file that makes no page.
    let left_out = ["Failure", "Places"];
    let missing: Vec<&String> = all
        .iter()
        .filter(|name| !pages.contains(name.as_str()) && !left_out.contains(&name.as_str()))
        .collect();
    assert_eq!(missing, [""; 0]);
    assert!(!pages.contains("Nobody reads this"));
}

#[test]
fn a_page_introduces_a_description() {
    let page = "---\nopenapi: ../api/depots.yaml\n---\n\n# Our depots\n\nRead *this* first.\n\n## Before\n";
    let site = depots().file("reference/depots.md", page);
    let run = site.build();
    assert_eq!(run.found(), [""; 0], "{}", run.stderr);
    let overview = text(&site.read("reference/depots/index.html"));
    assert!(overview.contains("Read this first."), "{overview}");
    assert!(overview.contains("List depots"), "{overview}");
    assert!(site.has("reference/depots/sessions/index.html"));
    assert!(!site.has("api/depots/index.html"));
    let guide = site.read("api/guide/index.html");
    assert!(
        guide.contains("../../reference/depots/depots/#listDepots"),
        "{guide}"
    );
    let lost = site.file(
        "reference/depots.md",
        "---\nopenapi: ../api/gone.yaml\n---\n\n# Our depots\n",
    );
    assert_eq!(
        lost.check().found(),
        ["error docs/reference/depots.md:2:1 bad-api"]
    );
}

#[test]
fn a_draft_of_an_api_is_on_no_page() {
    let site = depots().without("api/guide.md");
    let path = site.docs().join("api/depots.yaml");
    let text = fs::read_to_string(&path).expect("it is there");
    let site = site
        .file("api/guide.md", "# Guide\n")
        .file("api/depots.yaml", &format!("{text}x-draft: true\n"));
    site.build();
    let pages = files(&site.root().join("site"));
    let made: Vec<&String> = pages
        .keys()
        .filter(|path| path.starts_with("api/depots/"))
        .collect();
    assert_eq!(made, [""; 0]);
}

#[test]
fn schemas_in_circles_end() {
    let wrapped = "{ nullable: true, allOf: [{ $ref: '#/components/schemas/Node' }] }";
    let twice =
        "{ allOf: [{ $ref: '#/components/schemas/Node' }, { $ref: '#/components/schemas/Self' }] }";
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: N, version: '1' }}\npaths:\n  /n:\n    get:\n      responses:\n        \"200\":\n          description: a\n          content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Node' }} }} }}\ncomponents:\n  schemas:\n    Node:\n      type: object\n      properties:\n        left: {wrapped}\n        right: {wrapped}\n        both: {twice}\n    Self:\n      allOf: [{twice}, {twice}, {twice}]\n"
    );
    let source = Source::new(FileId::in_docs("a.yaml"), text.as_str());
    let made = openapi::pages(&source, &Snippets::default(), &Dialect::default());
    assert_eq!(made.pages.len(), 3);
    let same = (&source, &Snippets::default());
    assert!(openapi::breaking_changes(same, same).is_empty());
}

#[test]
fn globs_narrow_the_files_and_false_turns_the_references_off() {
    for (files, has_pages) in [
        ("false", false),
        ("\"other/*\"", false),
        ("[\"api/*.yaml\"]", true),
    ] {
        let site = depots()
            .without("api/guide.md")
            .map(&format!("[openapi]\nfiles = {files}\n"));
        let site = site.file("api/guide.md", "# Guide\n");
        let run = site.build();
        assert_eq!(run.found(), [""; 0], "{files}: {}", run.stderr);
        assert_eq!(site.has("api/depots/index.html"), has_pages, "{files}");
        assert!(site.has("api/depots.yaml"), "{files}");
    }
}

#[test]
fn an_api_is_an_artifact_and_affects_its_service() {
    let site = depots();
    let export = site.run(&["trace", "export", "--format", "json"]).stdout;
    let export: Value = serde_json::from_str(&export).expect("it is JSON");
    let artifacts = export["artifacts"].as_array().expect("a list");
    let apis: Vec<&Value> = artifacts
        .iter()
        .filter(|artifact| artifact["kind"] == "api")
        .collect();
    assert_eq!(apis.len(), 1);
    assert_eq!(apis[0]["id"], "api/depots");
    assert_eq!(apis[0]["title"], "Depot API");
    let relations = export["relations"].to_string();
    assert!(relations.contains("\"affects\""), "{relations}");
    let unnamed = depots().file(
        "api/other.yaml",
        "openapi: 3.1.0\ninfo: { title: O, version: \"1\" }\npaths: {}\n",
    );
    let export = unnamed.run(&["trace", "export", "--format", "json"]).stdout;
    assert!(export.contains("\"api/api/other\""), "{export}");
}

#[test]
fn paths_ids_schemas_and_properties_are_found() {
    let site = depots();
    site.build();
    for (query, expected) in [
        (
            "depots id",
            "List the chargers of a depot GET /depots/{id}/chargers",
        ),
        ("createDepot", "Add a depot POST /depots"),
        ("FastCharger", "FastCharger"),
        ("kind:api power", "FastCharger"),
        ("Position lat", "Position"),
    ] {
        let found = site.run(&["search", "--format", "json", query]);
        let hits: Value =
            serde_json::from_str(&found.stdout).unwrap_or_else(|_| panic!("{}", found.stderr));
        let hits = hits["results"]
            .as_array()
            .or(hits["hits"].as_array())
            .expect("a list");
        let first = hits
            .first()
            .unwrap_or_else(|| panic!("nothing for {query}"));
        let first = first.to_string();
        assert!(first.contains(expected), "{query}: {first}");
        assert!(first.contains("\"api/depots.yaml\""), "{first}");
    }
}

#[test]
fn a_change_of_an_api_is_told_with_the_merge_request() {
    let site = depots();
    site.commit("2026-01-01");
    let path = site.docs().join("api/depots.yaml");
    let old = fs::read_to_string(&path).expect("it is there");
    let new = old
        .replace(
            "        - { name: page, in: query,",
            "        - { name: page, in: query, required: true,",
        )
        .replace(
            "enum: [open, closed], default",
            "enum: [open, closed, planned], default",
        )
        .replace("  /sessions:", "  /charging-sessions:");
    let site = site.file("api/depots.yaml", &new);
    let run = site.run(&["check", "--base", "HEAD", "--format", "json"]);
    assert_eq!(
        run.found(),
        [
            "error docs/api/depots.yaml:34:1 breaking-change",
            "error docs/api/depots.yaml:41:11 breaking-change",
            "warning docs/api/depots.yaml:147:16 risky-change"
        ],
        "{}",
        run.stderr
    );
    let markdown = site
        .run(&["trace", "impact", "--base", "HEAD", "--format", "markdown"])
        .stdout;
    assert!(
        markdown.contains("| `/sessions`: is gone | breaks callers |"),
        "{markdown}"
    );
}

/// Numbers that look like chance and are the same on each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

#[test]
fn any_bytes_are_a_description_or_a_finding() {
    let whole = fs::read_to_string("tests/openapi/depots/depots.yaml").expect("it is there");
    let lines: Vec<&str> = whole.lines().collect();
    let signs = [
        "{",
        "}",
        "[",
        "]",
        ":",
        "- ",
        "&a ",
        "*a",
        "<<: *a",
        "\t",
        "\"",
        "$ref: '#'",
        "|",
        "é",
        "---\n",
        "null",
    ];
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    for _ in 0..300 {
        let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        for _ in 0..=chance.below(4) {
            let at = chance.below(lines.len());
            match chance.below(4) {
                0 => drop(lines.remove(at)),
                1 => {
                    let other = chance.below(lines.len());
                    lines.swap(at, other);
                }
                2 => {
                    let sign = signs[chance.below(signs.len())];
                    let line = &mut lines[at];
                    let byte = chance.below(line.len() + 1);
                    if line.is_char_boundary(byte) {
                        line.insert_str(byte, sign);
                    }
                }
                _ => lines.truncate(at.max(3)),
            }
        }
        let text = lines.join("\n");
        let source = Source::new(FileId::in_docs("a.yaml"), text.as_str());
        let made = openapi::pages(&source, &Snippets::default(), &Dialect::default());
        assert!(
            !made.pages.is_empty() || !made.findings.is_empty(),
            "{text}"
        );
    }
}

#[test]
fn texts_of_a_description_may_use_the_anchors_of_other_tools_and_stand_in_files() {
    let yaml = "openapi: 3.1.0\ninfo:\n  title: T\n  version: '1'\n  description: { $ref: 'texts.yml#/introduction' }\n\
                tags: [{ name: Big Depots, description: D. }]\npaths:\n  /a:\n    get:\n      operationId: getA\n      \
                tags: [Big Depots]\n      description: As [in the tag](#tag/Big-Depots) <img src=nowhere.png onerror=x>, of [Thing](#/components/schemas/Thing).\n      \
                responses: { '200': { description: Done. } }\ncomponents:\n  schemas:\n    Thing:\n      type: object\n      \
                description: See [get](#tag/Big-Depots/operation/getA).\n";
    let site = Site::new()
        .file("index.md", "# Start\n\n[tag](api.yaml#tag/Big%20Depots)\n")
        .file("api.yaml", yaml)
        .file(
            "texts.yml",
            "introduction: |\n  Read [get](#operation/getA) first.\n",
        );
    let run = site.build();
    let found = run.found();
    let own: Vec<_> = found
        .iter()
        .filter(|line| !line.contains("unused-component"))
        .collect();
    assert_eq!(own, [""; 0], "{}", run.stderr);
    for (page, link) in [
        ("index.html", "href=\"api/big-depots/#big-depots\""),
        ("api/index.html", "href=\"big-depots/#getA\""),
        ("api/big-depots/index.html", "href=\"../schemas/#Thing\""),
        ("api/schemas/index.html", "href=\"../big-depots/#getA\""),
    ] {
        assert!(
            site.read(page).contains(link),
            "{page}: {link}\n{}",
            site.read(page)
        );
    }
}

/// The text of each section of a page of schemas, after the line of its name.
fn sections(html: &str) -> Vec<(String, String)> {
    let parts = html.split("<h2 id=\"").skip(1);
    let section = |part: &str| {
        let (id, rest) = part.split_once('"').expect("an id ends");
        let rest = rest.split_once("</h2>").expect("a heading ends").1;
        let rest = rest.split("</article>").next().unwrap_or_default();
        (id.to_owned(), text(rest))
    };
    parts.map(section).collect()
}

#[test]
fn a_schema_is_told_with_all_of_its_parts() {
    let cases = [
        (
            "a child narrows a property of its parent, whose other words stay",
            "{ allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { kind: { const: hub } } }] }",
            "object Extends Base. kind hub The kind. at most 9 characters from Base, narrowed here",
        ),
        (
            "a part without a name is read as the schema itself",
            "{ allOf: [{ type: string, enum: [a, b] }, { description: A letter. }] }",
            "string A letter. one of a, b",
        ),
        (
            "alternatives in a part are shown",
            "{ properties: { id: { type: string } }, allOf: [{ oneOf: [{ required: [a] }, { required: [b] }] }] }",
            "object id string Exactly one of these: with a with b",
        ),
        (
            "a part says what other names have",
            "{ allOf: [{ $ref: '#/components/schemas/Base' }, { additionalProperties: { type: integer } }] }",
            "object Extends Base. kind string The kind. at most 9 characters from Base any other name integer",
        ),
        (
            "a text beside a named schema is no object",
            "{ allOf: [{ $ref: '#/components/schemas/Letter' }, { description: Mine. }] }",
            "Letter Mine.",
        ),
        (
            "two named schemas without properties",
            "{ allOf: [{ $ref: '#/components/schemas/Letter' }, { $ref: '#/components/schemas/Short' }] }",
            "Letter and Short Extends Letter and Short.",
        ),
        (
            "null in a list is not a list or null",
            "{ type: array, items: { type: [string, 'null'] } }",
            "array of (string or null)",
        ),
        (
            "a list or null",
            "{ type: [array, 'null'], items: { type: string } }",
            "array of string, or null",
        ),
        (
            "one of several types is a list",
            "{ type: [string, array], items: { type: integer } }",
            "string or array of integer",
        ),
        (
            "a part may only require properties of a named schema",
            "{ allOf: [{ $ref: '#/components/schemas/Base' }, { required: [kind] }] }",
            "object Extends Base. kind required string The kind. at most 9 characters from Base",
        ),
        (
            "of two bounds the stricter one counts, and of two lists what both have",
            "{ type: string, allOf: [{ maxLength: 3, enum: [a, b, c] }, { maxLength: 9, enum: [b, c, d] }] }",
            "string at most 3 characters one of b, c",
        ),
        (
            "alternatives on top of others",
            "{ allOf: [{ oneOf: [{ required: [a] }, { required: [b] }] }, { oneOf: [{ required: [c] }, { required: [d] }] }], type: object }",
            "object Exactly one of these: with c with d Exactly one of these: with a with b",
        ),
        (
            "a list among others is in parentheses",
            "{ oneOf: [{ type: array, items: { type: string } }, { type: integer }] }",
            "(array of string) or integer Exactly one of these: array of string integer",
        ),
        ("null alone", "{ type: 'null' }", "null"),
        ("the constant null", "{ const: null }", "null"),
        (
            "values of lists in lists",
            "{ type: array, items: { type: array, items: { type: string, enum: [a, b] } } }",
            "array of array of string one of a, b",
        ),
        (
            "numbers as they are written",
            "{ type: object, example: { price: 1.50, id: 18446744073709551617 } }",
            "object for example {\"price\":1.50,\"id\":18446744073709551617} Example { \"price\": 1.50, \"id\": 18446744073709551617 }",
        ),
        (
            "names by a pattern",
            "{ patternProperties: { '^x-': { type: string } } }",
            "object a name that matches ^x- string",
        ),
    ];
    let mut yaml = String::from(
        "openapi: 3.1.0\ninfo: { title: T, version: '1' }\ncomponents:\n  schemas:\n    \
         Base: { type: object, properties: { kind: { type: string, description: The kind., maxLength: 9 } } }\n    \
         Letter: { type: string, enum: [a, b] }\n    Short: { type: string, maxLength: 1 }\n",
    );
    for (number, (_, schema, _)) in cases.iter().enumerate() {
        yaml += &format!("    T{number:02}: {schema}\n");
    }
    let site = Site::new()
        .file("index.md", "# Start\n")
        .file("api.yaml", &yaml);
    site.build().is_built();
    let shown = sections(&site.read("api/schemas/index.html"));
    for (number, (why, schema, expected)) in cases.iter().enumerate() {
        let id = format!("T{number:02}");
        let (_, found) = shown
            .iter()
            .find(|(known, _)| *known == id)
            .unwrap_or_else(|| panic!("{why}: {id} is not there"));
        assert_eq!(found, expected, "{why}: {schema}");
    }
}

#[test]
fn what_stands_beside_a_reference_is_told_where_it_stands() {
    let yaml = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n  /a:\n    summary: All of a.\n    get:\n      \
                operationId: getA\n      parameters:\n        - { $ref: '#/components/parameters/Page', description: The page of this list. }\n      \
                responses:\n        '200':\n          $ref: '#/components/responses/Done'\n          description: The list.\n  \
                /b:\n    get:\n      summary: Get b\n      responses:\n        '200':\n          description: B.\n          links:\n            \
                next: { operationRef: '#/paths/~1a/get', requestBody: $response.body, server: { url: 'https://b.example' } }\n          \
                headers:\n            X-Secret: { x-internal: true, schema: { type: string } }\n            X-Seen: { schema: { type: string } }\n\
                components:\n  parameters:\n    Page: { name: page, in: query, description: A page., schema: { type: integer } }\n  \
                responses:\n    Done: { description: Done. }\n";
    let site = Site::new()
        .file("index.md", "# Start\n")
        .file("api.yaml", yaml);
    site.build().is_built();
    let html = site.read("api/operations/index.html");
    let shown = sections(&html);
    let [(_, first), (_, second)] = &shown[..] else {
        panic!("{shown:?}");
    };
    assert!(
        first.contains("page integer The page of this list."),
        "{first}"
    );
    assert!(first.contains("200 The list."), "{first}");
    assert!(!first.contains("A page."), "{first}");
    assert!(
        html.contains(">All of a. <"),
        "the only operation of a path has its summary: {html}"
    );
    assert!(
        second.contains("leads to All of a., its body from $response.body, at https://b.example"),
        "{second}"
    );
    assert!(
        second.contains("X-Seen") && !second.contains("X-Secret"),
        "{second}"
    );
}
