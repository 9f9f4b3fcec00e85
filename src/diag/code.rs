//! The table of finding codes: one row a code, in the order of the rooms.

use serde::{Deserialize, Serialize};

use super::Severity;

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $summary:literal)*) => {
        /// What kind of thing is wrong. Its page is `docs/reference/findings/NAME.md`.
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

            /// The severity unless the content map says otherwise.
            pub fn default_severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// The code of that name.
            pub fn from_name(name: &str) -> Option<Code> {
                match name { $($name => Some(Code::$variant),)* _ => None }
            }
        }
    };
}

codes! {
    // content map
    UnknownKey "unknown-key" Error "the content map has a key that bf-docs does not know"
    InvalidValue "invalid-value" Error "the content map has a value that its key does not take"
    UnknownPage "unknown-page" Error "the content map names a page or folder that is not there"
    BadRedirect "bad-redirect" Error "a redirect leads nowhere, or from where a page is served"
    // discover
    InvalidUtf8 "invalid-utf8" Error "a page is not valid UTF-8"
    Unreadable "unreadable" Error "a file or folder cannot be read"
    SymlinkLoop "symlink-loop" Warning "a symbolic link leads back to a folder above it"
    OutsideRoot "outside-root" Warning "a symbolic link leads out of the docs folder"
    UnreadPages "unread-pages" Note "pages of other tools are copied and not read"
    // parse
    FrontMatter "front-matter" Error "the front matter does not parse, or a field has the wrong type"
    MissingSnippet "missing-snippet" Error "an included file, section or line range is not there"
    SnippetLoop "snippet-loop" Error "a snippet includes itself"
    ForeignSyntax "foreign-syntax" Warning "a page shows what another tool would have replaced"
    UnclosedFence "unclosed-fence" Error "a code fence is never closed"
    AccidentalCode "accidental-code" Warning "text is code because it is indented, and begins like a list item, a fence or a container"
    UnclosedBlock "unclosed-block" Error "a `///` block or a Markdown HTML element is never closed"
    UnknownBlock "unknown-block" Warning "a `///` block has a name that bf-docs does not know"
    UnknownIcon "unknown-icon" Warning "an icon's name is not in the icon sets"
    UndefinedReference "undefined-reference" Warning "a reference link or footnote has no definition"
    DuplicateDefinition "duplicate-definition" Warning "a link reference or footnote is defined twice, and not alike"
    UnusedFootnote "unused-footnote" Warning "nothing refers to a footnote"
    BadMath "bad-math" Warning "a formula is not valid LaTeX"
    DuplicateId "duplicate-id" Warning "two headings of a page claim the same id"
    UnbalancedHtml "unbalanced-html" Warning "a page's HTML is not closed where it opens, or would hide the page"
    InlineStyle "inline-style" Warning "a page has inline CSS, which the site's Content-Security-Policy refuses"
    InlineScript "inline-script" Warning "a page has an inline script, which the site's Content-Security-Policy refuses"
    UnknownAllow "unknown-allow" Warning "an allow comment names no code, or allowed nothing"
    EmptyPage "empty-page" Warning "a page has no content"
    // site
    RouteConflict "route-conflict" Warning "two files would be served at the same address"
    BrokenLink "broken-link" Error "a link leads to a page or file that is not there"
    BrokenAnchor "broken-anchor" Error "a link leads to a heading that is not on the page"
    WrongCase "wrong-case" Error "a link's path differs from the file's in upper and lower case"
    AmbiguousLink "ambiguous-link" Warning "a link names a folder or an address instead of a file"
    AbsoluteLink "absolute-link" Warning "a link starts with `/`, which breaks when the site moves"
    RemoteResource "remote-resource" Warning "a page loads something from another host"
    OrphanPage "orphan-page" Allow "a page stands in no navigation"
    DuplicateTab "duplicate-tab" Warning "two tabs have one name"
    UntabbedPages "untabbed-pages" Note "pages are in none of the tabs"
    // trace
    DanglingRelation "dangling-relation" Error "a relation names an artifact that is not there"
    AmbiguousRelation "ambiguous-relation" Error "a relation names more than one artifact"
    MismatchedRelation "mismatched-relation" Error "front matter relates artifacts of kinds that the relation does not join"
    DuplicateArtifact "duplicate-artifact" Error "two artifacts have one identity, or two stories one title"
    DuplicateDecision "duplicate-decision" Error "two decisions have one number"
    DecisionGap "decision-gap" Warning "a number between two decisions of a folder is missing"
    DuplicateTracker "duplicate-tracker" Error "one tracker item tracks two stories"
    DependencyCycle "dependency-cycle" Error "artifacts depend on each other in a circle"
    SupersessionCycle "supersession-cycle" Error "decisions supersede each other in a circle"
    OneSidedSupersession "one-sided-supersession" Warning "only one of two decisions says that one supersedes the other"
    SupersedingProposal "superseding-proposal" Warning "a decision that is only proposed supersedes another"
    RetiredTarget "retired-target" Warning "a document cites a decision that holds no more"
    CitationMismatch "citation-mismatch" Warning "a citation's number or title is not that of the decision it leads to"
    UncitedDecision "uncited-decision" Warning "an accepted decision is cited by nothing but decisions"
    UnknownKind "unknown-kind" Warning "a document's `kind` is a slip of one that is known"
    UnknownStatus "unknown-status" Warning "a decision does not say its status, or says one that is not known"
    ImpossibleDate "impossible-date" Warning "a document is dated with a day that no calendar has"
    PossibleDecision "possible-decision" Note "files look like decisions and are not read as such"
    FormerId "former-id" Note "front matter names a decision by an id that it had in an earlier version of bf-docs"
    NoStories "no-stories" Warning "a file of stories has none"
    NoEntries "no-entries" Warning "a release's notes list items, and none of them under an audience"
    MissingCriteria "missing-criteria" Warning "a story has no acceptance criteria"
    MissingSpecification "missing-specification" Warning "stories have no specification"
    MissingChallenge "missing-challenge" Warning "a specification has no challenge"
    DeliveredWorkActive "delivered-work-active" Warning "all stories are delivered, and the work is still active"
    StaleSpecification "stale-specification" Warning "an accepted decision is newer than a specification it constrains"
    SuspectLink "suspect-link" Warning "what a document rests on changed after the document was last edited"
    AudienceLeak "audience-leak" Error "what is Internal or behind a flag is told to the public"
}

impl Code {
    /// Whether it is about a page alone, whatever other pages and files there are.
    pub fn is_about_a_page(self) -> bool {
        (Code::UnclosedFence..=Code::EmptyPage).contains(&self)
    }

    /// Whether it is about artifacts and their relations.
    pub fn is_about_the_chain(self) -> bool {
        (Code::DanglingRelation..=Code::AudienceLeak).contains(&self)
    }
}
