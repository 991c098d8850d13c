//! The store from inside: what no caller of the API can bring about, and what time does.

use serde_json::{Value, json};

use crate::command::{
    AssignmentReference, Callback, Command, NewRequest, Occasion, Outcome, Reach, TargetReference,
};
use crate::ids::Ids;
use crate::intervention::Intervention;
use crate::model::{
    Assignment, AssignmentId, AssignmentRequest, Decision, DeliveryFault, Duration, RequestId,
    RequestType, Schedule, Stage, SubjectId, Timestamp,
};
use crate::refusal::Refusal;
use crate::store::Store;
use crate::world::World;

mod approval;
mod callouts;
mod deliveries;
mod expiry;
mod lives;
mod new_ids;

const ADELE: &str = "b3f1c1de-6e2b-4c57-9d0a-4a1f6d5e2c10";
const MEGAN: &str = "c8d7e6f5-4a3b-4c2d-8e1f-0a9b8c7d6e5f";
const IDRIS: &str = "e1d2c3b4-a596-4877-9a6b-5c4d3e2f1a0b";
/// The package whose policy asks for an approval.
const FINANCE: &str = "88203d16-0e31-41d4-87b2-dd402f1435e9";
const FINANCE_POLICY: &str = "/assignmentPolicies/5";

/// A store in a world of its own, and its time.
struct Life {
    store: Store,
    now: Timestamp,
}

impl Life {
    /// The documented world without its requests, and with other members where the pointers lead.
    fn with<const N: usize>(changes: [(&str, Value); N]) -> Self {
        let mut world = documented();
        world["assignmentRequests"] = json!([]);
        for (pointer, value) in changes {
            let (parent, member) = pointer.rsplit_once('/').unwrap();
            world.pointer_mut(parent).unwrap()[member] = value;
        }
        Self::of(&world)
    }

    fn of(world: &Value) -> Self {
        let contents = World::from_json(&world.to_string()).unwrap().into_contents();
        let now = contents.clock;
        Self { store: Store::new(contents, Ids::of_entities(7)), now }
    }

    /// Lets time go by.
    fn wait(&mut self, duration: &str) {
        let duration: Duration = duration.parse().unwrap();
        self.now = Timestamp(self.now.0 + duration.length());
        self.store.settle(self.now);
    }

    /// A request for access to the package whose policy asks for an approval.
    fn request(&mut self, request_type: RequestType, who: &str) -> RequestId {
        self.scheduled(request_type, who, json!({}))
    }

    /// The same with a schedule.
    fn scheduled(&mut self, request_type: RequestType, who: &str, schedule: Value) -> RequestId {
        self.try_to_schedule(request_type, who, schedule).unwrap()
    }

    fn try_to_schedule(
        &mut self,
        request_type: RequestType,
        who: &str,
        schedule: Value,
    ) -> Result<RequestId, Refusal> {
        let schedule: Schedule = serde_json::from_value(schedule).unwrap();
        let assignment = AssignmentReference {
            id: None,
            package: Some(FINANCE.parse().unwrap()),
            policy: Some("2f5c8e91-7b3d-4a60-9e14-c6d8b0f2a375".parse().unwrap()),
            target: Some(TargetReference::Subject(subject(who))),
        };
        let schedule = (schedule != Schedule::default()).then_some(schedule);
        self.try_to_create(who, NewRequest { schedule, ..new(request_type, assignment) })
    }

    /// A request of an administrator about an assignment that exists.
    fn on_assignment(
        &mut self,
        request_type: RequestType,
        id: AssignmentId,
        schedule: Option<Schedule>,
    ) -> RequestId {
        let reference = AssignmentReference { id: Some(id), ..AssignmentReference::default() };
        self.try_to_create(ADELE, NewRequest { schedule, ..new(request_type, reference) }).unwrap()
    }

    fn try_to_create(&mut self, who: &str, new: NewRequest) -> Result<RequestId, Refusal> {
        let occasion = self.occasion(who);
        let outcome = self.store.apply(Command::Create(new), &occasion)?;
        let Outcome::Created(detail) = outcome else { panic!("{outcome:?}") };
        Ok(detail.request.id)
    }

    fn occasion(&self, who: &str) -> Occasion {
        Occasion { caller: subject(who), reach: Reach::Everything, now: self.now }
    }

    fn command(&mut self, command: Command) -> Result<(), Refusal> {
        let occasion = self.occasion(ADELE);
        self.store.apply(command, &occasion).map(drop)
    }

    fn resume(&mut self, id: RequestId, callback: Callback) -> Result<(), Refusal> {
        self.command(Command::Resume(id, callback))
    }

    fn decide(&mut self, id: RequestId, decision: Decision, by: &str) -> Result<(), Refusal> {
        let by = Some(subject(by));
        let decided = Intervention::Decide { request: id, decision, by, justification: None };
        self.store.intervene(decided, self.now)
    }

    fn fail_delivery(&mut self, id: RequestId, how: DeliveryFault) -> Result<(), Refusal> {
        self.store.intervene(Intervention::FailDelivery { request: id, how }, self.now)
    }

    fn get(&self, id: RequestId) -> &AssignmentRequest {
        self.store.requests.get(&id).unwrap()
    }

    /// State and status.
    fn phase(&self, id: RequestId) -> String {
        let phase = self.get(id).phase();
        format!("{}/{}", phase.state, phase.status)
    }

    /// The assignment of a request.
    fn assignment(&self, id: RequestId) -> &Assignment {
        self.store.assignments.get(&self.get(id).assignment.unwrap()).unwrap()
    }
}

fn documented() -> Value {
    serde_json::from_str(include_str!("../../worlds/documented.json")).unwrap()
}

fn subject(id: &str) -> SubjectId {
    id.parse().unwrap()
}

fn new(request_type: RequestType, assignment: AssignmentReference) -> NewRequest {
    NewRequest { request_type, assignment, schedule: None, answers: None, justification: None }
}
