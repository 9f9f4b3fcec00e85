//! The table of finding codes: one row for each code, in the order of the rooms. A row has the
//! variant, the name, the severity, the subject, and a sentence.

use serde::{Deserialize, Serialize};

use super::Severity;

/// The subject of a finding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CodeSubject {
    /// The docs tree: the content map, files, and findings about many pages together.
    Tree,
    /// A single page.
    Page,
    /// Artifacts and their relations.
    Chain,
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $subject:ident $summary:literal)*) => {
        /// The kind of a defect. Its page is `docs/reference/findings/NAME.md`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $(#[doc = $summary] $variant,)* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The name in messages, the content map and URLs.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// One sentence for lists and reports.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => $summary,)* }
            }

            /// The severity, unless the content map sets another.
            pub fn default_severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            fn subject(self) -> CodeSubject {
                match self { $(Code::$variant => CodeSubject::$subject,)* }
            }

            /// Looks up the code with this name.
            pub fn from_name(name: &str) -> Option<Code> {
                match name { $($name => Some(Code::$variant),)* _ => None }
            }
        }
    };
}

codes! {
    // content map
    UnknownKey "unknown-key" Error Tree "the content map has a key that bf-docs does not know"
    InvalidValue "invalid-value" Error Tree "the content map has a value that its key does not take"
    UnknownPage "unknown-page" Error Tree "the content map names a page, folder or file that is not there"
    BadRedirect "bad-redirect" Error Tree
        "a redirect leads nowhere, or starts at the address of a page"
    // discover
    InvalidUtf8 "invalid-utf8" Error Tree "a page is not valid UTF-8"
    Unreadable "unreadable" Error Tree "a file or folder cannot be read"
    SymlinkLoop "symlink-loop" Warning Tree "a symbolic link leads back to a folder above it"
    OutsideRoot "outside-root" Warning Tree "a symbolic link leads out of the docs folder"
    UnreadPages "unread-pages" Note Tree "pages written for other tools are copied, not read"
    // parse
    FrontMatter "front-matter" Error Tree
        "the front matter does not parse, or a field has the wrong type"
    MissingSnippet "missing-snippet" Error Tree
        "an included file, section or line range is not there"
    SnippetLoop "snippet-loop" Error Tree "a snippet includes itself"
    ForeignSyntax "foreign-syntax" Warning Tree "a page shows what another tool would have replaced"
    UnclosedFence "unclosed-fence" Error Page "a code fence is never closed"
    AccidentalCode "accidental-code" Warning Page
        "indented text became code, but begins like a list item, a fence or a container"
    UnclosedBlock "unclosed-block" Error Page
        "a `///` block or a Markdown HTML element is never closed"
    UnknownBlock "unknown-block" Warning Page "a `///` block has a name that bf-docs does not know"
    UnknownIcon "unknown-icon" Warning Page "an icon's name is not in the icon sets"
    UndefinedReference "undefined-reference" Warning Page
        "a reference link or footnote has no definition"
    DuplicateDefinition "duplicate-definition" Warning Page
        "a link reference or footnote has two different definitions"
    UnusedFootnote "unused-footnote" Warning Page "nothing refers to a footnote"
    BadMath "bad-math" Warning Page "a formula is not valid LaTeX"
    BadDiagram "bad-diagram" Warning Page "a diagram cannot be drawn"
    DiagramSetting "diagram-setting" Note Page
        "a diagram has settings or calls that have no effect"
    DuplicateId "duplicate-id" Warning Page "two headings of a page claim the same id"
    UnbalancedHtml "unbalanced-html" Warning Page
        "a page's HTML is not closed where it opens, or would hide the page"
    InlineStyle "inline-style" Warning Page
        "a page has inline CSS, which the site's Content-Security-Policy refuses"
    InlineScript "inline-script" Warning Page
        "a page has an inline script, which the site's Content-Security-Policy refuses"
    UnknownAllow "unknown-allow" Warning Page "an allow comment names no code, or allowed nothing"
    EmptyPage "empty-page" Warning Page "a page has no content"
    // openapi
    BadApi "bad-api" Error Tree "an API description cannot be read"
    ApiShape "api-shape" Warning Tree "a part of an API description is not as OpenAPI has it"
    BrokenReference "broken-reference" Error Tree
        "a `$ref` of an API description leads nowhere, or out of the docs folder"
    DuplicateOperation "duplicate-operation" Warning Tree "two operations of an API have one id"
    PathParameter "path-parameter" Warning Tree
        "a path of an API and its declared parameters differ"
    UnknownTag "unknown-tag" Warning Tree
        "an operation of an API names a tag or a security scheme that is not declared"
    UnusedComponent "unused-component" Note Tree "nothing refers to a component of an API"
    ExampleMismatch "example-mismatch" Warning Tree
        "an example of an API does not match its schema"
    BreakingChange "breaking-change" Error Tree "a change of an API breaks its callers"
    RiskyChange "risky-change" Warning Tree "a change of an API may break some of its callers"
    // site
    RouteConflict "route-conflict" Warning Tree "two files would be served at the same address"
    BrokenLink "broken-link" Error Tree "a link leads to a page or file that is not there"
    BrokenAnchor "broken-anchor" Error Tree "a link leads to a heading that is not on the page"
    WrongCase "wrong-case" Error Tree
        "a link's path differs from the file's in upper and lower case"
    AmbiguousLink "ambiguous-link" Warning Tree
        "a link names a folder or an address instead of a file"
    AbsoluteLink "absolute-link" Warning Tree
        "a link starts with `/`, which breaks when the site moves"
    RemoteResource "remote-resource" Warning Tree "a page loads something from another host"
    OrphanPage "orphan-page" Allow Tree "a page is in no navigation"
    DuplicateTab "duplicate-tab" Warning Tree "two tabs have one name"
    UntabbedPages "untabbed-pages" Note Tree "pages are in none of the tabs"
    // compare
    LostAddress "lost-address" Error Tree "nothing is at an address of the old site any more"
    LostAnchor "lost-anchor" Warning Tree "ids of an old page are gone"
    LostContent "lost-content" Warning Tree "a page has less than the old one"
    ChangedTitle "changed-title" Note Tree "a page has another title than the old one"
    // trace
    DanglingRelation "dangling-relation" Error Chain
        "a relation names an artifact that is not there"
    AmbiguousRelation "ambiguous-relation" Error Chain "a relation names more than one artifact"
    MismatchedRelation "mismatched-relation" Error Chain
        "front matter relates artifacts of kinds that the relation does not join"
    DuplicateArtifact "duplicate-artifact" Error Chain
        "two artifacts have one identity, or two stories one title"
    DuplicateDecision "duplicate-decision" Error Chain "two decisions have one number"
    DecisionGap "decision-gap" Warning Chain "a number between two decisions of a folder is missing"
    DuplicateTracker "duplicate-tracker" Error Chain "one tracker item tracks two stories"
    DependencyCycle "dependency-cycle" Error Chain "artifacts depend on each other in a circle"
    SupersessionCycle "supersession-cycle" Error Chain "decisions supersede each other in a circle"
    OneSidedSupersession "one-sided-supersession" Warning Chain
        "only one of two decisions says that one supersedes the other"
    SupersedingProposal "superseding-proposal" Warning Chain
        "a decision that is only proposed supersedes another"
    RetiredTarget "retired-target" Warning Chain
        "a document cites a decision that is no longer in force"
    CitationMismatch "citation-mismatch" Warning Chain
        "a citation's number or title is not that of the decision it links to"
    UncitedDecision "uncited-decision" Warning Chain
        "nothing outside the decisions cites an accepted decision"
    UnknownKind "unknown-kind" Warning Chain "a document's `kind` is a misspelling of a known one"
    UnknownStatus "unknown-status" Warning Chain "a decision has no status, or an unknown one"
    ImpossibleDate "impossible-date" Warning Chain "a document's date is not a day of the calendar"
    PossibleDecision "possible-decision" Note Chain
        "files look like decisions, but are not read as decisions"
    FormerId "former-id" Note Chain
        "front matter names a decision by an id that it had in an earlier version of bf-docs"
    NoStories "no-stories" Warning Chain "a stories file has no stories"
    NoEntries "no-entries" Warning Chain "release notes list items, but none under an audience"
    MissingCriteria "missing-criteria" Warning Chain "a story has no acceptance criteria"
    MissingSpecification "missing-specification" Warning Chain "stories have no specification"
    MissingChallenge "missing-challenge" Warning Chain "a specification has no challenge"
    DeliveredWorkActive "delivered-work-active" Warning Chain
        "all stories are delivered, and the work is still active"
    StaleSpecification "stale-specification" Warning Chain
        "an accepted decision is newer than a specification it constrains"
    SuspectLink "suspect-link" Warning Chain
        "the target of a relation changed after the document was last edited"
    AudienceLeak "audience-leak" Error Chain
        "a Public entry delivers a story that is Internal or behind a flag"
}

impl Code {
    /// Returns whether findings of this code depend on a single page alone.
    pub fn is_about_a_page(self) -> bool {
        self.subject() == CodeSubject::Page
    }

    /// Returns whether findings of this code are about artifacts and their relations.
    pub fn is_about_the_chain(self) -> bool {
        self.subject() == CodeSubject::Chain
    }
}
