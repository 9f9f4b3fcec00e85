// A small tree with one page of every kind.
import { builtFrom } from "./site.mjs";

const MAP = `
[site]
name = "Fixture & friends"
url = "https://support.example.com/private/bf-dev/"
parent = { title = "Private home", url = "/private/" }
repository = { name = "bf-dev", url = "https://gitlab.example.com/bf/bf-dev" }
footer = "For colleagues."

[redirects]
"old/place.md" = "guide/start.md"
"gone.md" = "guide/long.md#third"
`;

const START = `---
title: Start
status: active
owner: Platform team
tags: [alpha, beta]
---

# Start

Press ++ctrl+c++ and see [the long page](long.md#second), [code](code.md) or [home](../index.md).

=== "Apple"
    The apple's text.

=== "Pear"
    The pear's text.

Between.

=== "Pear"
    Another pear.

=== "Apple"
    Another apple.

!!! warning "Careful"
    Mind the gap.

    === "Inside"
        Tabs inside.

    === "Outside"
        Tabs outside.

??? note "More to it"
    Folded text.

- [x] done
- [ ] open

Here is a note[^1]. Inline $a^2$.

[^1]: The note.
`;

const CODE = `# Code

\`\`\`python linenums="1" hl_lines="2"
def total(sessions):
    return sum(sessions)  # (1)!
\`\`\`

1. The annotation's **text**.

\`\`\`console
$ bf-docs build
\`\`\`

A very wide line:

\`\`\`text
${"wide ".repeat(80)}
\`\`\`

| ${Array.from({ length: 12 }, (_, i) => `Column ${i}`).join(" | ")} |
|${"---|".repeat(12)}
| ${Array.from({ length: 12 }, (_, i) => `a_rather_long_identifier_${i}`).join(" | ")} |
`;

const PARAGRAPH = "Words that fill the page so that there is something to scroll past. ".repeat(40);
const LONG = `---
tags: [alpha]
---
# A long page

## First

${PARAGRAPH}

## Second

${PARAGRAPH}

## Third

${PARAGRAPH}
`;

const decision = (number, title, status) => `# ${number} - ${title}

Date: 2026-0${number % 10}-01

## Status

${status}

## Decision

Words.
`;

const STORIES = `# Stories

## Open a session

### User Story

As an operator, I want to open one.

### Acceptance Criteria

- It opens.

## Close a session

### User Story

As an operator, I want to close one.

### Dependencies

- [Open a session](#open-a-session)
`;

/** A chain: a challenge, its specification and stories, three decisions, notes. */
const GOVERNED = {
  "docs/work/active/sessions/challenge.md": "# Challenge: Sessions\n\nWords.\n",
  "docs/work/active/sessions/spec.md":
    "# Specification: Sessions\n\nSee [ADR 0001](../../../decisions/0001-rows.md) and [ADR 0002](../../../decisions/0002-events.md).\n",
  "docs/work/active/sessions/stories.md": STORIES,
  "docs/decisions/0001-rows.md": decision("0001", "Keep rows", "Superseded by [0002](0002-events.md)"),
  "docs/decisions/0002-events.md": decision("0002", "Keep events", "Accepted. Supersedes [0001](0001-rows.md)"),
  "docs/decisions/0003-names.md": decision("0003", "Name things", "Proposed"),
  "docs/decisions/0004-colours.md": decision("0004", "Two colours", "Rejected"),
  "docs/release-notes/2026-01.md": "# 2026-01\n\n## Public\n\n### Added\n\n- Sessions, see [the story](../work/active/sessions/stories.md#open-a-session).\n",
};

/** The files of the fixture, path to text. */
export function fixtureFiles() {
  const files = {
    "content-map.toml": MAP,
    "docs/index.md": "# Fixture\n\nSee [the guide](guide/start.md) and [entry 3](entries/entry-03.md).\n",
    "docs/guide/index.md": "# Guide\n\nThe guide.\n",
    "docs/guide/start.md": START,
    "docs/guide/code.md": CODE,
    "docs/guide/long.md": LONG,
    "docs/guide/deep/deeper/deepest/page.md": "# A page far down with `code` in a title that goes on and on\n\nText.\n",
    "docs/guide/release <title> & co.md": "---\ntitle: 'Release Plan: <title> & \"co\"'\n---\nText.\n",
  };
  Object.assign(files, GOVERNED);
  for (let i = 1; i <= 40; i++) files[`docs/entries/entry-${String(i).padStart(2, "0")}.md`] = `# Entry ${i}\n\nText ${i}.\n`;
  return files;
}

/** Builds the fixture and returns the site's folder. */
export function fixture() {
  return builtFrom(fixtureFiles());
}

/** Builds the fixture without its start page and returns the site's folder. */
export function fixtureWithoutStart() {
  const { "docs/index.md": _, ...files } = fixtureFiles();
  return builtFrom(files);
}

/** One address for each kind of page in the fixture. */
export const KINDS = {
  home: "",
  page: "guide/start/",
  code: "guide/code/",
  "index page": "guide/",
  "generated section": "entries/",
  "deep page": "guide/deep/deeper/deepest/page/",
  tags: "tags/",
  tag: "tags/alpha/",
  "all pages": "site-map/",
  "all pages of a tab": "site-map/entries/",
  decision: "decisions/0001-rows/",
  stories: "work/active/sessions/stories/",
  traceability: "traceability/",
  chains: "traceability/chains/",
  decisions: "traceability/decisions/",
  "story table": "traceability/stories/",
  matrix: "traceability/specifications-decisions/",
  "not found": "no/such/page/",
};
