//! Answers: what was sent in, each held against the question that it answers, the answers to keep
//! out.

use crate::command::NewAnswer;
use crate::model::{Answer, AnswerType, AnsweredQuestion, Effect, Policy, Question, QuestionType};
use crate::refusal::Misfit;
use crate::store::create::{Errand, Sender};

/// The answers, where the policy asks for them and for no other.
pub(super) fn accepted(
    policy: &Policy,
    errand: Errand,
    sent: Vec<NewAnswer>,
) -> Result<Vec<Answer>, Misfit> {
    let mut accepted = Vec::with_capacity(sent.len());
    for answer in sent {
        let question = question_of(policy, &answer)?;
        check_value(question, answer.value.as_deref())?;
        check_editable(question, errand)?;
        check_first(question, &answer, &accepted)?;
        accepted.push(answer_to(question, answer));
    }
    check_required(policy, errand, &accepted)?;
    Ok(accepted)
}

fn question_of<'a>(policy: &'a Policy, sent: &NewAnswer) -> Result<&'a Question, Misfit> {
    let id = sent.question;
    let not_asked = Misfit::NotAsked { policy: policy.id, question: id };
    let question = policy.question(id).ok_or(not_asked)?;
    let r#type = question.r#type;
    if sent.question_type != r#type {
        return Err(Misfit::QuestionOfOtherType { question: id, r#type });
    }
    Ok(question)
}

/// No value answers nothing; whether that is enough is another rule.
fn check_value(question: &Question, value: Option<&str>) -> Result<(), Misfit> {
    let Some(value) = value else { return Ok(()) };
    match question.r#type {
        QuestionType::MultipleChoice => check_choice(question, value),
        QuestionType::TextInput => check_text(question, value),
    }
}

fn check_choice(question: &Question, value: &str) -> Result<(), Misfit> {
    if question.choice_text(value).is_some() {
        return Ok(());
    }
    let choices: Vec<&str> = question.choices.iter().map(|one| one.actual_value.as_str()).collect();
    let choices = choices.join(", ");
    Err(Misfit::NotAChoice { question: question.id, value: value.to_owned(), choices })
}

fn check_text(question: &Question, value: &str) -> Result<(), Misfit> {
    if question.is_single_line_question && value.contains(['\n', '\r']) {
        return Err(Misfit::SeveralLines(question.id));
    }
    match &question.regex_pattern {
        Some(pattern) if !pattern.is_in(value) => Err(Misfit::NoMatch {
            question: question.id,
            value: value.to_owned(),
            pattern: pattern.to_string(),
        }),
        _ => Ok(()),
    }
}

/// Requestors may be bound to the answers of their first request; administrators are not.
fn check_editable(question: &Question, errand: Errand) -> Result<(), Misfit> {
    let bound = errand.sender == Sender::User && errand.effect == Effect::Update;
    if bound && !question.is_answer_editable {
        return Err(Misfit::NotEditable(question.id));
    }
    Ok(())
}

/// A choice of several is sent as several answers, each with another value.
fn check_first(question: &Question, sent: &NewAnswer, earlier: &[Answer]) -> Result<(), Misfit> {
    let mut same = earlier.iter().filter(|one| one.answered_question.id == question.id);
    let repeated = if question.is_multiple_selection_allowed {
        same.any(|one| one.value == sent.value)
    } else {
        same.next().is_some()
    };
    if repeated { Err(Misfit::AnsweredTwice(question.id)) } else { Ok(()) }
}

/// Users answer before they get access; whoever assigns directly need not.
fn check_required(policy: &Policy, errand: Errand, answers: &[Answer]) -> Result<(), Misfit> {
    if errand.sender != Sender::User || errand.effect != Effect::Add {
        return Ok(());
    }
    let open = policy.questions.iter().find(|one| one.is_required && !is_answered(one, answers));
    open.map_or(Ok(()), |question| {
        let (question, text) = (question.id, question.text.clone());
        Err(Misfit::Unanswered { policy: policy.id, question, text })
    })
}

fn is_answered(question: &Question, answers: &[Answer]) -> bool {
    let said = |answer: &Answer| answer.value.as_ref().is_some_and(|text| !text.trim().is_empty());
    answers.iter().any(|answer| answer.answered_question.id == question.id && said(answer))
}

/// D-14: where an answer does not say how it is displayed, the text of the question's choice does.
fn answer_to(question: &Question, sent: NewAnswer) -> Answer {
    let chosen = sent.value.as_deref().and_then(|value| question.choice_text(value));
    Answer {
        r#type: AnswerType::Text,
        display_value: sent.display_value.or_else(|| chosen.map(str::to_owned)),
        value: sent.value,
        answered_question: AnsweredQuestion { r#type: question.r#type, id: question.id },
    }
}
