//! Soundness of one policy of a world: what it refers to, and whether its questions can be answered.

use std::collections::HashSet;

use crate::error::WorldError;
use crate::model::{Policy, Question, QuestionType, TargetScope};
use crate::world::check::{
    Known, approval, check_expiration, contradiction, custom_extension, found, subject_sets,
};

/// Refuses a policy that refers to what is not there, or contradicts itself.
pub(super) fn check(known: &Known<'_>, policy: &Policy, place: &str) -> Result<(), WorldError> {
    found(&known.packages, &policy.package, &format!("{place}/accessPackage"))?;
    check_scope(known, policy, place)?;
    check_expiration(&policy.expiration, &format!("{place}/expiration"))?;
    let requestors = format!("{place}/requestorSettings/onBehalfRequestors");
    subject_sets::check(known, &policy.requestor_settings.on_behalf_requestors, &requestors)?;
    approval::check(known, policy, &format!("{place}/requestApprovalSettings"))?;
    custom_extension::check(policy, &format!("{place}/customExtensionStageSettings"))?;
    for (index, question) in policy.questions.iter().enumerate() {
        check_question(question, &format!("{place}/questions/{index}"))?;
    }
    Ok(())
}

fn check_scope(known: &Known<'_>, policy: &Policy, place: &str) -> Result<(), WorldError> {
    let (scope, targets) = (policy.allowed_target_scope, &policy.specific_allowed_targets);
    if !scope.is_known() {
        let problem = format!("the sandbox has no subjects for {scope}; use another scope");
        return contradiction(&format!("{place}/allowedTargetScope"), problem);
    }
    let specific = matches!(
        scope,
        TargetScope::SpecificDirectoryUsers | TargetScope::SpecificDirectoryServicePrincipals
    );
    let targets_place = format!("{place}/specificAllowedTargets");
    if !specific && !targets.is_empty() {
        let problem = format!("the scope {scope} names nobody; use specificDirectoryUsers");
        return contradiction(&targets_place, problem);
    }
    subject_sets::check(known, targets, &targets_place)
}

fn check_question(question: &Question, place: &str) -> Result<(), WorldError> {
    let (member, problem) = match question.r#type {
        QuestionType::MultipleChoice if question.choices.is_empty() => {
            ("choices", "a multiple choice needs at least one")
        }
        QuestionType::MultipleChoice if has_choice_twice(question) => {
            ("choices", "two choices have the same actualValue; give each its own")
        }
        QuestionType::MultipleChoice if question.regex_pattern.is_some() => {
            ("regexPattern", "only a text input has one")
        }
        QuestionType::MultipleChoice if question.is_single_line_question => {
            ("isSingleLineQuestion", "only a text input has lines")
        }
        QuestionType::TextInput if !question.choices.is_empty() => {
            ("choices", "only a multiple choice has them")
        }
        QuestionType::TextInput if question.is_multiple_selection_allowed => {
            ("isMultipleSelectionAllowed", "only a multiple choice can allow it")
        }
        QuestionType::MultipleChoice | QuestionType::TextInput => return Ok(()),
    };
    contradiction(&format!("{place}/{member}"), problem.to_owned())
}

fn has_choice_twice(question: &Question) -> bool {
    let mut seen = HashSet::new();
    !question.choices.iter().all(|choice| seen.insert(choice.actual_value.as_str()))
}
