//! A second telling of how requests live, as somebody would tell it who has never seen the table:
//! one function for each place that a request can be at. Times are milliseconds from the beginning.

use super::{Action, Fault, Kind, Policy, Reply, Turn};

mod people;
mod time;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const DAY: i64 = 24 * 60 * MINUTE;

/// Where a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    New { look: i64, asked: bool },
    AskedAboutNew { until: i64 },
    OnADesk { desk: usize, since: i64, urgent: bool },
    AskedAboutApproved { until: i64 },
    InTheDrawer { start: i64 },
    OnItsWay { arrives: i64, asked: bool },
    AskedAboutDone { until: i64 },
    Done,
    Failed { at: i64, early: bool },
    HalfDone { at: i64 },
    Denied,
    Canceled,
    Forgotten,
}

impl Place {
    /// State and status.
    pub(super) fn words(self) -> Option<&'static str> {
        Some(match self {
            Self::New { .. } => "submitted/Accepted",
            Self::AskedAboutNew { .. } => "submitted/WaitingForCallback",
            Self::OnADesk { urgent: false, .. } => "pendingApproval/PendingApproval",
            Self::OnADesk { urgent: true, .. } => "pendingApproval/PendingApprovalEscalated",
            Self::AskedAboutApproved { .. } => "pendingApproval/WaitingForCallback",
            Self::InTheDrawer { .. } => "scheduled/PendingNotBefore",
            Self::OnItsWay { .. } => "delivering/Delivering",
            Self::AskedAboutDone { .. } => "delivering/WaitingForCallback",
            Self::Done => "delivered/Delivered",
            Self::Failed { .. } => "deliveryFailed/DeliveryFailed",
            Self::HalfDone { .. } => "partiallyDelivered/PartiallyDelivered",
            Self::Denied => "denied/Denied",
            Self::Canceled => "canceled/Canceled",
            Self::Forgotten => return None,
        })
    }

    fn is_open(self) -> bool {
        self.ends().is_some()
    }

    fn ends(self) -> Option<i64> {
        match self {
            Self::New { look: end, .. }
            | Self::AskedAboutNew { until: end }
            | Self::AskedAboutApproved { until: end }
            | Self::InTheDrawer { start: end }
            | Self::OnItsWay { arrives: end, .. }
            | Self::AskedAboutDone { until: end } => Some(end),
            Self::OnADesk { since, urgent: false, .. } => Some(since + 2 * DAY),
            Self::OnADesk { since, urgent: true, .. } => Some(since + 5 * DAY),
            Self::Done
            | Self::Failed { .. }
            | Self::HalfDone { .. }
            | Self::Denied
            | Self::Canceled
            | Self::Forgotten => None,
        }
    }
}

/// Somebody's wish.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) kind: Kind,
    pub(super) person: usize,
    start: Option<i64>,
    days: Option<i64>,
    pub(super) place: Place,
    /// Which key it made, changed or takes away.
    pub(super) key: Option<usize>,
    fault: Option<Fault>,
}

/// The access of a person.
#[derive(Clone, Debug)]
pub(super) struct Key {
    person: usize,
    /// The state of the assignment.
    pub(super) state: &'static str,
    start: i64,
    end: Option<i64>,
    warned: bool,
    called_in: bool,
}

impl Key {
    fn opens(&self) -> bool {
        ["delivered", "partiallyDelivered"].contains(&self.state)
    }

    fn next(&self) -> Option<i64> {
        let end = self.end.filter(|_| self.opens() && !self.called_in)?;
        let warning = end - DAY;
        Some(if !self.warned && warning > self.start { warning } else { end })
    }
}

/// All that there is to tell.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) policy: Policy,
    pub(super) clock: i64,
    pub(super) requests: Vec<Request>,
    pub(super) keys: Vec<Key>,
    /// Whether the last action was carried out.
    pub(super) reply: Reply,
}

impl Model {
    pub(super) fn new(policy: Policy) -> Self {
        Self { policy, clock: 0, requests: vec![], keys: vec![], reply: Reply::Done }
    }

    pub(super) fn take(&mut self, turn: &Turn) {
        let moment = self.clock + turn.after;
        self.let_time_pass(moment);
        self.clock = moment;
        self.reply = if self.act(turn.action) { Reply::Done } else { Reply::Refused };
    }

    fn act(&mut self, action: Action) -> bool {
        match action {
            Action::Wait => true,
            Action::Create { kind, person, start, days } => {
                self.create(kind, person, (start, days))
            }
            Action::Decide { of, approve } => self.decide(of, approve),
            Action::Cancel(of) => self.end_early(of),
            Action::Resume { of, verdict } => self.call_back(of, verdict),
            Action::CalloutFails(of) => self.lose_the_call(of),
            Action::Reprocess(of) => self.try_again(of),
            Action::Delete(of) => self.forget(of),
            Action::Fail { of, how } => self.sabotage(of, how),
        }
    }
}
