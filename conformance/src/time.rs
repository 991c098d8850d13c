//! How time passes at the endpoint while a rule waits for something to happen there.

use crate::error::Error;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

/// How long a rule waits for a state before it calls it stuck, unless it is said otherwise.
pub const PATIENCE: Duration = Duration::from_mins(3);

/// The longest that is waited before it is looked again.
const LONGEST_STEP: Duration = Duration::from_secs(30);

/// How time passes.
#[derive(Clone)]
pub struct Time {
    /// How long a state is waited for.
    pub patience: Duration,
    course: Course,
}

#[derive(Clone)]
enum Course {
    /// By itself.
    Runs,
    /// When it is moved on.
    Moved(Rc<dyn Fn(Duration) -> Passage>),
}

/// Time on its way.
pub type Passage = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

impl Default for Time {
    /// The machine's time.
    fn default() -> Self {
        Self { patience: PATIENCE, course: Course::Runs }
    }
}

impl Time {
    /// Time that stands until `forward` moves it on.
    pub fn moved_by(forward: impl Fn(Duration) -> Passage + 'static) -> Self {
        Self { patience: PATIENCE, course: Course::Moved(Rc::new(forward)) }
    }

    /// Lets so much time pass.
    ///
    /// # Errors
    /// Where it cannot be moved on.
    pub(crate) async fn pass(&self, by: Duration) -> Result<(), Error> {
        match &self.course {
            Course::Runs => tokio::time::sleep(by).await,
            Course::Moved(forward) => forward(by).await?,
        }
        Ok(())
    }

    /// The pauses between one look and the next until patience is at its end: short at first, longer later.
    pub(crate) fn pauses(&self) -> impl Iterator<Item = Duration> + use<> {
        let patience = self.patience;
        let steps =
            (0..).map(|round| LONGEST_STEP.min(Duration::from_secs(1 << u32::min(round, 5))));
        steps.scan(Duration::ZERO, move |waited, step| {
            let step = step.min(patience.saturating_sub(*waited));
            *waited += step;
            (!step.is_zero()).then_some(step)
        })
    }
}

impl std::fmt::Debug for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Time").field("patience", &self.patience).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_add_up_to_the_patience() {
        let time = Time { patience: Duration::from_secs(70), ..Time::default() };
        let pauses: Vec<u64> = time.pauses().map(|pause| pause.as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 9]);
    }
}
