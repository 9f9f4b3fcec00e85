use super::*;

/// Highlights code and checks that the text of the HTML is the code, and that every line closes its
/// spans.
fn check(language: &str, code: &str) -> String {
    // One pen serves all checks of a thread, so that its memory is checked as well.
    thread_local!(static PEN: Pen<'static> = Box::leak(Box::new(Highlighter::new())).pen());
    let html = PEN.with(|pen| pen.highlight(language, code)).html;
    assert_eq!(text(&html), code, "{language}: {html}");
    for line in html.split('\n') {
        assert_eq!(
            line.matches("<span").count(),
            line.matches("</span>").count(),
            "{language}: {line}"
        );
    }
    assert!(
        !html.contains("</span></span>"),
        "{language}: nested spans: {html}"
    );
    html
}

/// The text that a browser shows of a line of spans.
fn text(html: &str) -> String {
    let pieces = html
        .split('<')
        .enumerate()
        .map(|(index, piece)| match piece.split_once('>') {
            Some((_, text)) if index > 0 => text,
            _ => piece,
        });
    pieces
        .collect::<String>()
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[test]
fn tokens_have_the_classes_of_pygments() {
    for (language, code, html) in [
        ("py", "x", "x"),
        (
            "python",
            "def f(): # a < b",
            r#"<span class="kd">def</span> <span class="nf">f</span><span class="p">():</span> <span class="c1"># a &lt; b</span>"#,
        ),
        (
            "json",
            r#"{"a": 1}"#,
            r#"<span class="p">{</span><span class="nt">"a"</span><span class="p">:</span> <span class="mi">1</span><span class="p">}</span>"#,
        ),
        (
            "yml",
            "a: true",
            r#"<span class="nt">a</span><span class="p">:</span> <span class="kc">true</span>"#,
        ),
        (
            "toml",
            "a = 'b'",
            r#"<span class="na">a</span> <span class="p">=</span> <span class="s1">'b'</span>"#,
        ),
        (
            "sh",
            "ls \"${a}\"",
            r#"<span class="nf">ls</span> <span class="s2">"</span><span class="nv">${a}</span><span class="s2">"</span>"#,
        ),
        (
            "diff",
            "-a\n+b\n",
            "<span class=\"gd\">-a</span>\n<span class=\"gi\">+b</span>\n",
        ),
        (
            "html",
            "<p>&amp;",
            r#"<span class="p">&lt;</span><span class="nt">p</span><span class="p">&gt;</span><span class="ni">&amp;amp;</span>"#,
        ),
        ("js", "/a+/g", r#"<span class="sr">/a+/g</span>"#),
        (
            "c",
            "#include <a.h>",
            r#"<span class="cp">#include</span> <span class="s">&lt;a.h&gt;</span>"#,
        ),
        ("dockerfile", "FROM x", r#"<span class="k">FROM</span> x"#),
    ] {
        assert_eq!(check(language, code), html, "{language}");
    }
}

#[test]
fn sessions_show_prompts_commands_and_answers() {
    assert_eq!(
        check(
            "console",
            "$ ls \\\n  -l\na <b>\n(v) me@host:~$ pwd\n100% of it\n"
        ),
        "<span class=\"gp\">$ </span><span class=\"nf\">ls</span> <span class=\"p\">\\</span>\n  <span class=\"na\">-l</span>\n\
         <span class=\"go\">a &lt;b&gt;</span>\n<span class=\"gp\">(v) me@host:~$ </span><span class=\"nb\">pwd</span>\n\
         <span class=\"go\">100% of it</span>\n"
    );
    assert_eq!(
        check("pycon", ">>> for x in y:\n...     x\n...\n>>>\n3\n... 4"),
        "<span class=\"gp\">&gt;&gt;&gt; </span><span class=\"k\">for</span> x <span class=\"k\">in</span> y<span class=\"p\">:</span>\n\
         <span class=\"gp\">... </span>    x\n<span class=\"gp\">...</span>\n<span class=\"gp\">&gt;&gt;&gt;</span>\n\
         <span class=\"go\">3</span>\n<span class=\"go\">... 4</span>"
    );
}

#[test]
fn unknown_languages_and_long_code_are_plain_text() {
    let highlighter = Highlighter::new();
    assert!(
        highlighter.knows("PYTHON")
            && highlighter.knows("mermaid")
            && !highlighter.knows("klingon")
    );
    let long_line = format!("x = '{}'\n", "a".repeat(2_000));
    let long_code = "def f(): pass\n".repeat(100_000);
    for (language, code) in [
        ("klingon", "if <a> & b"),
        ("", "if"),
        ("text", "if"),
        ("mermaid", "graph TD; A-->B"),
        ("py", long_line.as_str()),
        ("py", long_code.as_str()),
    ] {
        assert!(!check(language, code).contains("<span"), "{language}");
    }
}

#[test]
fn lines_are_those_of_the_code() {
    let highlighter = Highlighter::new();
    let lines = |code: &str| highlighter.pen().highlight("py", code).lines().count();
    assert_eq!(
        [
            lines(""),
            lines("a"),
            lines("a\n"),
            lines("a\n\n"),
            lines("'''a\nb'''")
        ],
        [0, 1, 1, 2, 2]
    );
}

#[test]
fn remembered_lines_change_nothing() {
    let codes = [
        "a = '''x\n",
        "x\n",
        "x = 1 # '''\n",
        "cat <<E\nx\nE\nx\n",
        "cat <<F\nx\nE\nx\n",
    ];
    let fresh = codes.map(|code| Highlighter::new().pen().highlight("py", code).html);
    let highlighter = Highlighter::new();
    let used = highlighter.pen();
    for _ in 0..3 {
        assert_eq!(codes.map(|code| used.highlight("py", code).html), fresh);
        let shell = codes.map(|code| used.highlight("sh", code).html);
        assert_eq!(
            shell,
            codes.map(|code| Highlighter::new().pen().highlight("sh", code).html)
        );
    }
}

#[test]
fn odd_code_comes_out_whole_in_every_language() {
    let odd = [
        "",
        "\n\n \n\t\n",
        "no end <&> \"quote 'of",
        "é ü 漢字 \u{1F600} \u{0} \u{200B} \u{FFFD}\r\n",
        "((({{{[[[<<<\"\"\"'''```///***###",
        "}}})))]]]>>>\n*/ --> EOF\nend\n",
        "$ > >>> ... # % PS> \\\n\\",
        "<?php <script> <style> <% {% {{ ${ #{ <!-- /* // <<EOF\nx\n",
        "```py\nx\n~~~\n--- \n+++ \n@@ -1 +1 @@\n",
    ];
    let repeated =
        ["a", "(", "<a>", "\"", " ", "{%", "/*", "\\", "é"].map(|piece| piece.repeat(300));
    for language in languages::names() {
        for code in odd
            .iter()
            .copied()
            .chain(repeated.iter().map(String::as_str))
        {
            check(&language, code);
        }
    }
}

/// Code of which nearly every grammar knows a part.
const SINK: &str = "# c\n// c\n-- c\n/* c */ ; c\n% c\n\" c\n<a b=\"c\">x</a>\nif (x == 1) { return \"s\"; }\n\
    function f() end\nkey = value\nkey: 1\nlet x = 'a' in\nclass A\n$ ls \"a\"\n>>> x = 1\nPS C:\\> ls\n";

/// Sample code for a grammar, by its name or a fence's.
fn sample(grammar: &str) -> &'static str {
    match grammar.to_lowercase().as_str() {
        "restructuredtext" | "rst" | "rest" => "Title\n=====\n\n.. note:: x\n",
        "groff/troff" => ".TH a 1\n.B bold\n",
        "jinja2" | "jinja" | "django" | "j2" => "{% if a %}{{ b }}{% endif %}",
        "mediawiki" => "== Title ==\n[[a]] '''b'''\n",
        "vimhelp" => "*tag*  text |link|\n",
        "gosum" => "example.com/a v1.0.0 h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        _ => SINK,
    }
}

#[test]
fn every_grammar_paints_something() {
    // These are plain text, or grammars that wrap another one or match one special file.
    let bare = [
        "Plain Text",
        "Highlight non-printables",
        "camlp4",
        "R Console",
        "Private Key",
    ];
    let syntaxes = two_face::syntax::extra_newlines();
    let grammars: Vec<_> = syntaxes
        .syntaxes()
        .iter()
        .filter(|syntax| !syntax.hidden)
        .collect();
    assert!(grammars.len() > 150);
    for grammar in grammars
        .iter()
        .filter(|grammar| !bare.contains(&grammar.name.as_str()))
    {
        assert!(
            check(&grammar.name, sample(&grammar.name)).contains("<span class="),
            "{}",
            grammar.name
        );
    }
}

#[test]
fn names_that_authors_write_are_known() {
    for name in include_str!("names.txt").split_ascii_whitespace() {
        assert!(check(name, sample(name)).contains("<span class="), "{name}");
    }
}
