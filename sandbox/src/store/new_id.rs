//! New ids: the sequence that the seed gives in, the next id of it that nothing has yet out.

use uuid::Uuid;

use crate::model::{AssignmentId, CalloutId, RequestId, SubjectId};
use crate::store::Store;

impl Store {
    /// The next id. A world can hold ids of the same sequence: those that another sandbox with the
    /// same seed gave, and somebody has copied.
    pub(super) fn new_id(&mut self) -> Uuid {
        loop {
            let id = self.ids.next();
            if !self.has(id) {
                return id;
            }
        }
    }

    fn has(&self, id: Uuid) -> bool {
        self.requests.get(&RequestId::from(id)).is_some()
            || self.assignments.get(&AssignmentId::from(id)).is_some()
            || self.subjects.get(&SubjectId::from(id)).is_some()
            || self.outgoing.get(&CalloutId::from(id)).is_some()
    }
}
