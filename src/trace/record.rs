//! The trace as it is kept in a file, for programs that read a built site.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize, Serializer};

use super::Trace;
use super::model::{Artifact, Edge};

/// The facts that a trace is made of; the rest are indexes of them.
#[derive(Serialize, Deserialize)]
pub struct TraceRecord {
    artifacts: Vec<Artifact>,
    edges: Vec<Edge>,
    criteria: BTreeMap<usize, usize>,
    releases: BTreeMap<usize, usize>,
    former_ids: BTreeMap<String, usize>,
}

impl TraceRecord {
    /// The greatest number of an artifact that is referred to.
    fn greatest(&self) -> Option<usize> {
        let ends = self.edges.iter().flat_map(|edge| [edge.from, edge.to]);
        let counted = self.criteria.keys().copied();
        let released = self.releases.iter().flat_map(|(one, other)| [*one, *other]);
        let former = self.former_ids.values().copied();
        ends.chain(counted).chain(released).chain(former).max()
    }
}

impl Serialize for Trace {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let record = TraceRecord {
            artifacts: self.artifacts.clone(),
            edges: self.edges.clone(),
            criteria: sorted(&self.criteria),
            releases: sorted(&self.releases),
            former_ids: sorted(&self.former_ids),
        };
        record.serialize(to)
    }
}

/// The entries in an order that does not change from run to run.
fn sorted<K: Ord + Clone>(map: &HashMap<K, usize>) -> BTreeMap<K, usize> {
    map.iter().map(|(key, at)| (key.clone(), *at)).collect()
}

impl TryFrom<TraceRecord> for Trace {
    type Error = &'static str;

    /// Fails if the record refers to an artifact that it does not have.
    fn try_from(record: TraceRecord) -> Result<Self, Self::Error> {
        if record.greatest() >= Some(record.artifacts.len()) {
            return Err("a relation leads to no artifact");
        }
        Ok(Self {
            criteria: record.criteria.into_iter().collect(),
            releases: record.releases.into_iter().collect(),
            former_ids: record.former_ids.into_iter().collect(),
            ..Self::new(record.artifacts, record.edges)
        })
    }
}
