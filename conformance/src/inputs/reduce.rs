//! A mutation that fails and a way to try others in, the smallest one found that still fails out.

use super::arbiter::{Arbiter, RequestSchema};
use super::edit::{Change, Edit};
use super::mutation::{Demand, Mutation};
use super::written::name;
use crate::error::Error;
use crate::pointer::{covers, places};
use serde_json::Value;

/// So often a smaller mutation is tried, at most.
pub const MOST_ATTEMPTS: usize = 40;

/// The smallest mutation found that still fails.
pub(super) async fn smallest<F>(
    schema: RequestSchema<'_>,
    failing: Mutation,
    still_fails: F,
) -> Result<Mutation, Error>
where
    F: AsyncFnMut(&Mutation) -> bool,
{
    let mut search = Search { schema, best: failing, still_fails, left: MOST_ATTEMPTS };
    search.drop_edits().await?;
    search.bisect_sizes().await?;
    // Without a member that the endpoint needs, what was to be accepted is rightly refused.
    if search.best.demand != Demand::Accepted {
        search.drop_the_rest().await?;
    }
    Ok(search.best)
}

struct Search<'a, F> {
    schema: RequestSchema<'a>,
    /// The smallest that is known to fail.
    best: Mutation,
    still_fails: F,
    left: usize,
}

impl<F: AsyncFnMut(&Mutation) -> bool> Search<'_, F> {
    /// Delta debugging: halves of the edits are dropped, then quarters, down to single ones.
    async fn drop_edits(&mut self) -> Result<(), Error> {
        let mut share = self.best.edits.len() / 2;
        while share > 0 {
            self.drop_shares(share).await?;
            share /= 2;
        }
        Ok(())
    }

    async fn drop_shares(&mut self, share: usize) -> Result<(), Error> {
        let mut start = 0;
        while start < self.best.edits.len() {
            let end = start.saturating_add(share);
            let edits = self.best.edits.iter().enumerate();
            let kept = edits.filter(|(index, _)| !(start..end).contains(index));
            let kept: Vec<Edit> = kept.map(|(_, edit)| edit.clone()).collect();
            // Without any edit it would be the documented body.
            if kept.is_empty() || !self.keeps(self.best.original.clone(), kept).await? {
                start = end;
            }
        }
        Ok(())
    }

    /// The shortest text and the least nesting, between what fails and nothing.
    async fn bisect_sizes(&mut self) -> Result<(), Error> {
        for index in 0..self.best.edits.len() {
            if let Some(size) = self.best.edits.get(index).and_then(size) {
                self.bisect(index, size).await?;
            }
        }
        Ok(())
    }

    async fn bisect(&mut self, index: usize, mut failing: usize) -> Result<(), Error> {
        let mut passing = 0;
        while failing - passing > 1 {
            let middle = usize::midpoint(passing, failing);
            let fails = self.keeps(self.best.original.clone(), self.resized(index, middle)).await?;
            *(if fails { &mut failing } else { &mut passing }) = middle;
        }
        Ok(())
    }

    fn resized(&self, index: usize, to: usize) -> Vec<Edit> {
        let mut edits = self.best.edits.clone();
        if let Some(Change::Text(size) | Change::Nest(_, size)) =
            edits.get_mut(index).map(|edit| &mut edit.change)
        {
            *size = to;
        }
        edits
    }

    /// Leaves out of the body what the edits do not need: all of it at once, else part by part, the outermost first.
    async fn drop_the_rest(&mut self) -> Result<(), Error> {
        let rest = self.rest();
        if self.keeps(without(&self.best.original, &rest), self.best.edits.clone()).await? {
            return Ok(());
        }
        let mut kept = 0;
        while let Some(at) = self.rest().get(kept) {
            let original = without(&self.best.original, std::slice::from_ref(at));
            if !self.keeps(original, self.best.edits.clone()).await? {
                kept += 1;
            }
        }
        Ok(())
    }

    /// The places that no edit lies in. In an array with an edit the items stay: the others would move up.
    fn rest(&self) -> Vec<String> {
        let is_edited = |at: &str| {
            self.best.edits.iter().any(|edit| covers(at, &edit.at) && !edit.at.is_empty())
        };
        let original = &self.best.original;
        let is_free = |at: &String| {
            let parent = at.rsplit_once('/').map(|(parent, _)| parent);
            let moves = |parent: &str| {
                original.pointer(parent).is_some_and(Value::is_array) && is_edited(parent)
            };
            !is_edited(at) && parent.is_some_and(|parent| !moves(parent))
        };
        places(original).into_iter().map(|(at, _)| at).filter(is_free).collect()
    }

    /// Tries a smaller mutation, and keeps it where it fails as well.
    async fn keeps(&mut self, original: Value, edits: Vec<Edit>) -> Result<bool, Error> {
        let candidate = self.best.with(original, edits);
        if candidate.body == self.best.body {
            self.best = candidate;
            return Ok(true);
        }
        if self.left == 0 || !stands(self.schema, &candidate)? {
            return Ok(false);
        }
        self.left -= 1;
        let fails = (self.still_fails)(&candidate).await;
        if fails {
            self.best = candidate;
        }
        Ok(fails)
    }
}

fn size(edit: &Edit) -> Option<usize> {
    if let Change::Text(size) | Change::Nest(_, size) = edit.change { Some(size) } else { None }
}

/// Whether the demand on the larger mutation holds for this one: a shorter text may be one that the contract allows.
fn stands(schema: RequestSchema<'_>, mutation: &Mutation) -> Result<bool, Error> {
    let forbids = || Arbiter::new(schema, &mutation.original)?.forbids(&mutation.edits);
    match mutation.demand {
        Demand::Answered => Ok(true),
        Demand::Accepted => Ok(!forbids()?),
        Demand::Refused => Ok(is_no_json(mutation) || forbids()?),
    }
}

/// Whether the edits left no JSON; what is nested too deep for a parser is JSON all the same.
fn is_no_json(mutation: &Mutation) -> bool {
    let breaks = |edit: &Edit| matches!(edit.change, Change::Break(_) | Change::Raw(_));
    mutation.edits.iter().any(breaks) && serde_json::from_slice::<Value>(&mutation.body).is_err()
}

/// The value without these places; what lies in one of them goes with it.
fn without(value: &Value, places: &[String]) -> Value {
    let mut value = value.clone();
    // From the last to the first, so that items stay where they are until their turn.
    for at in places.iter().rev() {
        let Some((parent, token)) = at.rsplit_once('/') else { continue };
        match value.pointer_mut(parent) {
            Some(Value::Object(members)) => {
                members.shift_remove(&name(at));
            }
            Some(Value::Array(items)) => {
                if let Ok(index) = token.parse::<usize>()
                    && index < items.len()
                {
                    items.remove(index);
                }
            }
            _ => {}
        }
    }
    value
}
