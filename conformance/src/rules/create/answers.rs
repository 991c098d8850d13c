//! Answers: those that are required, what they must look like, and that they are kept.

use crate::finding::Level;
use crate::probe::{Probe, Step};
use crate::rules::bodies::{answered, with, without};
use crate::rules::fixture::{ANSWER, ASKING_PACKAGE, Fixture, QUESTION, WRONG_ANSWER};
use crate::rules::identity::REQUESTOR;
use crate::rules::rule::{Effect, Rule};
use crate::rules::scene::created;
use crate::rules::sources::{Basis, CREATE, QUESTIONS, RESOURCE, TEXT_QUESTIONS};

const ASKING: &[Fixture] = &[ASKING_PACKAGE, QUESTION, ANSWER];

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "create/needs-a-required-answer",
        sentence: "A userAdd that leaves a required question unanswered is refused.",
        level: Level::Must,
        sources: &[QUESTIONS, CREATE],
        identities: &[REQUESTOR],
        fixtures: ASKING,
        effect: Effect::Writes,
        run: |probe| Box::pin(needs_a_required_answer(probe)),
    },
    Rule {
        id: "create/needs-an-answer-of-the-pattern",
        sentence: "A text answer that does not follow the pattern of its question is refused.",
        level: Level::Must,
        sources: &[TEXT_QUESTIONS],
        identities: &[REQUESTOR],
        fixtures: &[ASKING_PACKAGE, QUESTION, ANSWER, WRONG_ANSWER],
        effect: Effect::Writes,
        run: |probe| Box::pin(needs_an_answer_of_the_pattern(probe)),
    },
    Rule {
        id: "create/refuses-an-answer-to-another-question",
        sentence: "An answer to a question that the policy does not ask is refused.",
        level: Level::May,
        sources: &[Basis::Choice("such an answer is a mistake of its sender")],
        identities: &[REQUESTOR],
        fixtures: ASKING,
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_an_answer_to_another_question(probe)),
    },
    Rule {
        id: "create/keeps-the-answers",
        sentence: "A request is read with the answers that it was sent with; a displayValue may be added.",
        level: Level::Must,
        sources: &[RESOURCE, Basis::Discrepancy("D-14")],
        identities: &[REQUESTOR],
        fixtures: ASKING,
        effect: Effect::Writes,
        run: |probe| Box::pin(keeps_the_answers(probe)),
    },
];

async fn needs_a_required_answer(probe: &mut Probe<'_>) -> Step {
    let right = probe.request_with_answer(ANSWER)?;
    probe.is_told_from((&without(&right, "/answers"), &right), REQUESTOR).await
}

async fn needs_an_answer_of_the_pattern(probe: &mut Probe<'_>) -> Step {
    let right = probe.request_with_answer(ANSWER)?;
    let wrong = probe.request_with_answer(WRONG_ANSWER)?;
    probe.is_told_from((&wrong, &right), REQUESTOR).await
}

async fn refuses_an_answer_to_another_question(probe: &mut Probe<'_>) -> Step {
    let right = probe.request_with_answer(ANSWER)?;
    let asked = answered(&probe.fixture(QUESTION.name)?, &probe.fixture(ANSWER.name)?);
    let other = answered(&probe.new_name(), &probe.fixture(ANSWER.name)?);
    let wrong = with(&right, "/answers", vec![asked, other]);
    probe.is_told_from((&wrong, &right), REQUESTOR).await
}

async fn keeps_the_answers(probe: &mut Probe<'_>) -> Step {
    let body = without(&probe.request_with_answer(ANSWER)?, "/answers/0/displayValue");
    let id = created(&probe.taken_in(&body, REQUESTOR).await?)?;
    let reply = probe.found(&id).await?;
    let answer = probe.fixture(ANSWER.name)?;
    reply.at("/answers/0/value").is(answer)?;
    Ok(reply.at("/answers/1").is_absent()?)
}
