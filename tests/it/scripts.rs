//! A site's own scripts go through the same join as those of bf-docs.

use crate::site::Site;

/// A site with one file of a theme of its own.
fn themed(path: &str, text: &str) -> Site {
    Site::new()
        .map("[site]\ntheme = \"look\"\n")
        .file(&format!("../look/{path}"), text)
        .file("index.md", "# Start\n")
}

#[test]
fn a_script_that_cannot_be_joined_is_a_fault_that_names_file_and_line() {
    for (path, text, said) in [
        (
            "js/own.js",
            "(() => {\n  const a = \"b;\n})();\n",
            "`js/own.js:2`: a string does not end",
        ),
        (
            "js/own.js",
            "\nimport { a } from \"./other.js\";\n",
            "`js/own.js:2`: `import` works in modules alone",
        ),
        (
            "js/tabs.js",
            "const keys = 1;\nconst keys = 2;\n",
            "`js/tabs.js:2`: `keys` is declared in `js/tabs.js:1` too",
        ),
        (
            "search/names.mjs",
            "import {\n  term,\n  lost,\n} from \"./words.mjs\";\n",
            "`search/names.mjs:3`: `search/words.mjs` exports no `lost`",
        ),
        (
            "search/names.mjs",
            "export const sought = 1;\nconst term = 1;\n",
            "`search/names.mjs:2`: `term` is declared in `search/words.mjs:",
        ),
    ] {
        let run = themed(path, text).build();
        let message = format!("error: the theme does not work: {said}");
        assert_eq!(run.code, 2, "{path}: {}", run.stderr);
        assert!(run.stderr.contains(&message), "{}", run.stderr);
    }
}

#[test]
fn a_module_of_a_site_s_own_is_part_of_the_search() {
    let own = "import {\n  term,\n} from \"./words.mjs\";\nexport const sought = (forms) => ({ whole: term(forms[0]) });\n";
    let site = themed("search/names.mjs", own);
    site.build().is_built();
    let output = site.output();
    let search = output
        .iter()
        .find(|(path, _)| path.starts_with("assets/search."))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .expect("the site is searched");
    assert!(search.contains("const sought=(forms)=>({whole:term(forms[0])});"));
    assert!(!search.contains("import"));
}
