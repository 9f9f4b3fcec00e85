//! The pages of a description: which there are, and what is on which.

use super::description::{Description, OperationGroup};
use super::ids::{TakenIds, dashed};
use crate::yaml::{DataNode, DataValue};

/// The pages of a description.
pub struct PagePlan {
    /// The pages, in reading order; the first is the overview.
    pub pages: Vec<PlannedPage>,
    /// The page of each operation.
    pub page_of_operation: Vec<usize>,
    /// The page of each named schema.
    pub page_of_schema: Vec<usize>,
}

/// A page.
pub struct PlannedPage {
    /// Its path below the docs folder, as if it were a file.
    pub path: String,
    /// Its subject.
    pub subject: PageSubject,
}

/// The subject of a page.
pub enum PageSubject {
    /// The API as a whole.
    Overview,
    /// A group of operations, by its number, with the operations that are on the page.
    Group(usize, Vec<usize>),
    /// A group whose operations are on pages of their own, by path.
    DividedGroup(usize),
    /// Operations of a group whose paths begin with a prefix.
    Paths(usize, String, Vec<usize>),
    /// Named schemas, by number.
    Schemas(Vec<usize>),
    /// The list of named schemas, which are on pages of their own.
    DividedSchemas,
    /// Named schemas whose names begin with a prefix.
    SchemasFrom(String, Vec<usize>),
}

/// The bytes of texts in the file that make a page of about 100 KB after compression.
const LARGEST: usize = 300_000;

/// The longest name of a page's file, in bytes: file systems take 255.
const LONGEST_NAME: usize = 80;

/// The place of the pages of a description.
pub struct PagePaths {
    /// The folder of all pages but the overview, with a `/` at its end: `reference/ocpi/`.
    pub folder: String,
    /// The ending of their paths, with its dot.
    pub ending: String,
    /// The path of the overview.
    pub overview: String,
}

impl PagePaths {
    /// The pages of a file: they are in a folder of its name, with the overview as its index.
    pub fn of(file: &str) -> Self {
        let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
        let folder = format!("{stem}/");
        let ending = format!(".{ending}");
        Self {
            overview: format!("{folder}index{ending}"),
            folder,
            ending,
        }
    }

    /// The pages below a page that introduces them. That page is the index of their folder.
    pub fn below(page: &str) -> Self {
        let (folder, stem) = crate::address::split(page);
        let is_index = stem == "index" || stem.eq_ignore_ascii_case("readme");
        if is_index {
            return Self {
                folder: folder.to_owned(),
                ending: ".api".to_owned(),
                overview: page.to_owned(),
            };
        }
        Self {
            overview: format!("{folder}{stem}/index.md"),
            folder: format!("{folder}{stem}/"),
            ending: ".api".to_owned(),
        }
    }
}

impl PagePlan {
    /// Divides a description into pages.
    pub fn of(description: &Description<'_>, paths: &PagePaths) -> Self {
        let mut plan = Self {
            pages: Vec::new(),
            page_of_operation: vec![0; description.operations.len()],
            page_of_schema: vec![0; description.schemas.len()],
        };
        plan.add(paths.overview.clone(), PageSubject::Overview);
        let mut names = TakenIds::default();
        names.take("index");
        let has_schemas = !description.schemas.is_empty();
        if has_schemas {
            names.take("schemas");
        }
        for (number, group) in description.groups.iter().enumerate() {
            let name = names.take(&file_name(group.name, "operations"));
            plan.add_group(description, paths, number, &name);
        }
        if has_schemas {
            plan.add_schemas(description, paths);
        }
        plan
    }

    fn add(&mut self, path: String, subject: PageSubject) {
        let number = self.pages.len();
        match &subject {
            PageSubject::Group(_, operations) | PageSubject::Paths(_, _, operations) => {
                for operation in operations {
                    self.page_of_operation[*operation] = number;
                }
            }
            PageSubject::Schemas(schemas) | PageSubject::SchemasFrom(_, schemas) => {
                for schema in schemas {
                    self.page_of_schema[*schema] = number;
                }
            }
            PageSubject::Overview | PageSubject::DividedGroup(_) | PageSubject::DividedSchemas => {}
        }
        self.pages.push(PlannedPage { path, subject });
    }

    fn add_group(
        &mut self,
        description: &Description<'_>,
        paths: &PagePaths,
        number: usize,
        name: &str,
    ) {
        let PagePaths { folder, ending, .. } = paths;
        let group: &OperationGroup<'_> = &description.groups[number];
        let weight = |operation: &usize| weight_of_operation(description, *operation);
        if group.own.iter().map(weight).sum::<usize>() <= LARGEST {
            let path = format!("{folder}{name}{ending}");
            self.add(path, PageSubject::Group(number, group.own.clone()));
            return;
        }
        let list = format!("{folder}{name}/index{ending}");
        self.add(list, PageSubject::DividedGroup(number));
        let segments = |operation: usize| {
            let path = &description.operations[operation].path.key;
            path.split_inclusive('/')
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let parts = divided(&group.own, &segments, &weight);
        let mut names = TakenIds::default();
        names.take("index");
        for ListPart { prefix, numbers } in parts {
            let last = prefix.trim_end_matches('/').rsplit('/').next();
            let name = names.take(&file_name(last.unwrap_or_default(), "paths"));
            let path = format!("{folder}{}/{name}{ending}", stem(&self.pages, number));
            self.add(path, PageSubject::Paths(number, prefix, numbers));
        }
    }

    fn add_schemas(&mut self, description: &Description<'_>, paths: &PagePaths) {
        let PagePaths { folder, ending, .. } = paths;
        let all: Vec<usize> = (0..description.schemas.len()).collect();
        let weight = |schema: &usize| weight(description.schemas[*schema].node);
        if all.iter().map(weight).sum::<usize>() <= LARGEST {
            self.add(
                format!("{folder}schemas{ending}"),
                PageSubject::Schemas(all),
            );
            return;
        }
        self.add(
            format!("{folder}schemas/index{ending}"),
            PageSubject::DividedSchemas,
        );
        let letters = |schema: usize| {
            let name = description.schemas[schema].name.to_lowercase();
            name.chars()
                .map(|letter| letter.to_string())
                .collect::<Vec<_>>()
        };
        let mut names = TakenIds::default();
        names.take("index");
        for ListPart { prefix, numbers } in divided(&all, &letters, &weight) {
            let name = names.take(&file_name(&prefix, "others"));
            let path = format!("{folder}schemas/{name}{ending}");
            self.add(path, PageSubject::SchemasFrom(prefix, numbers));
        }
    }
}

/// The name of the folder of a divided group.
fn stem(pages: &[PlannedPage], group: usize) -> String {
    let list = pages
        .iter()
        .find(|page| matches!(page.subject, PageSubject::DividedGroup(number) if number == group));
    let path = list.map(|page| page.path.as_str()).unwrap_or_default();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    folder.rsplit('/').next().unwrap_or_default().to_owned()
}

/// A part of a list whose members begin alike.
struct ListPart {
    prefix: String,
    numbers: Vec<usize>,
}

/// The weight of a page of a divided list.
const PART: usize = LARGEST / 3;

/// Divides a list by the steps in which its members differ: a large part has pages of its own, and
/// small ones with the same beginning share pages.
fn divided(
    numbers: &[usize],
    steps: &dyn Fn(usize) -> Vec<String>,
    weight: &dyn Fn(&usize) -> usize,
) -> Vec<ListPart> {
    let mut done = Vec::new();
    let mut open = vec![(0, numbers.to_vec())];
    while let Some((depth, numbers)) = open.pop() {
        let parts = by_step(&numbers, depth, steps);
        let mut small = Vec::new();
        let is_divided = parts.len() > 1;
        for (step, part) in parts {
            let size = part.iter().map(weight).sum::<usize>();
            if step.is_none() || part.len() == 1 || is_divided && size < PART / 4 {
                small.extend(part);
            } else if is_divided && size <= PART {
                done.push(ListPart::of(&steps(part[0]), depth + 1, part));
            } else {
                open.push((depth + 1, part));
            }
        }
        small.sort_unstable();
        done.extend(shared(small, weight).map(|part| ListPart::of(&steps(part[0]), depth, part)));
    }
    // Parts are in the order of their first members.
    done.sort_by_key(|part| part.numbers[0]);
    done
}

/// The members of a list by one of their steps; `None` for those that have no such step.
fn by_step(
    numbers: &[usize],
    depth: usize,
    steps: &dyn Fn(usize) -> Vec<String>,
) -> Vec<(Option<String>, Vec<usize>)> {
    let mut parts: Vec<(Option<String>, Vec<usize>)> = Vec::new();
    for number in numbers {
        let step = steps(*number)
            .get(depth)
            .map(|step| step.trim_end_matches('/').to_owned());
        match parts.iter_mut().find(|(known, _)| *known == step) {
            Some((_, part)) => part.push(*number),
            None => parts.push((step, vec![*number])),
        }
    }
    parts
}

/// Divides a list by weight alone.
fn shared(
    numbers: Vec<usize>,
    weight: &dyn Fn(&usize) -> usize,
) -> impl Iterator<Item = Vec<usize>> {
    let mut pages: Vec<Vec<usize>> = Vec::new();
    let mut size = 0;
    for number in numbers {
        let own = weight(&number);
        match pages.last_mut().filter(|_| size + own <= PART) {
            Some(page) => page.push(number),
            None => {
                size = 0;
                pages.push(vec![number]);
            }
        }
        size += own;
    }
    pages.into_iter()
}

impl ListPart {
    /// Members that begin with the first `depth` of these steps.
    fn of(steps: &[String], depth: usize, numbers: Vec<usize>) -> Self {
        Self {
            prefix: steps[..depth.min(steps.len())].concat(),
            numbers,
        }
    }
}

/// The name of a page's file: letters and digits in lower case, and `-`.
fn file_name(name: &str, otherwise: &str) -> String {
    let name = dashed(&name.to_lowercase(), |c| c.is_alphanumeric() || c == '_');
    let mut end = name.len().min(LONGEST_NAME);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    match name[..end].trim_end_matches('-') {
        "" => otherwise.to_owned(),
        name => name.to_owned(),
    }
}

fn weight_of_operation(description: &Description<'_>, number: usize) -> usize {
    let operation = &description.operations[number];
    weight(operation.node())
}

/// The bytes of the texts in a value, and some for each of them.
fn weight(node: &DataNode) -> usize {
    const EACH: usize = 16;
    let inner = match &node.value {
        DataValue::List(items) => items.iter().map(weight).sum(),
        DataValue::Map(entries) => {
            let weights = entries
                .iter()
                .map(|entry| entry.key.len() + weight(&entry.node));
            weights.sum()
        }
        _ => node.scalar().unwrap_or_default().len(),
    };
    EACH + inner
}
