//! How answers are held against the questions of a policy.

use serde_json::{Value, json};

use crate::verdicts::{
    ENGINEERING, MEGAN, OWN, SALES, about, accepted, admin_add, check, refused, user_add, with,
};

const CHOICE: &str = "8fe745e7-80b2-490d-bd22-4e708c77288c";
const TEXT: &str = "7aaa18c9-8e4f-440f-bd5a-3a7ce312cbe6";

fn answering(body: Value, answers: &[(&str, Value)]) -> Value {
    let answer = |(question, value): &(&str, Value)| {
        let kind = if *question == CHOICE { "MultipleChoice" } else { "TextInput" };
        let kind = format!("#microsoft.graph.accessPackage{kind}Question");
        json!({
            "@odata.type": "#microsoft.graph.accessPackageAnswerString",
            "value": value,
            "answeredQuestion": {"@odata.type": kind, "id": question}
        })
    };
    with(body, "answers", answers.iter().map(answer).collect())
}

fn engineer(answers: &[(&str, Value)]) -> Value {
    answering(user_add(ENGINEERING), answers)
}

#[tokio::test]
async fn users_answer_what_is_required() {
    let required = || vec![("/assignmentPolicies/1/questions/1/isRequired", json!(true))];
    let refusal = ("InvalidModel", "requires an answer to the question");
    let text = |value: &str| (TEXT, json!(value));
    let target = json!({"objectId": MEGAN});
    let direct = admin_add(ENGINEERING, "4540a08f-8ab5-43f6-a923-015275799197", &target);
    let update = about("adminUpdate", "44c741c1-2cf4-40db-83b6-e0112f8e5a83");
    check(vec![
        accepted(vec![], user_add(ENGINEERING)),
        accepted(required(), engineer(&[text("Testing")])),
        refused(required(), user_add(ENGINEERING), refusal),
        refused(required(), engineer(&[]), refusal),
        refused(required(), engineer(&[(CHOICE, json!("UpdatedAnswerValue"))]), refusal),
        refused(required(), engineer(&[text(" ")]), refusal),
        refused(required(), engineer(&[(TEXT, Value::Null)]), refusal),
        accepted(required(), direct),
        accepted(required(), update),
    ])
    .await;
}

#[tokio::test]
async fn an_answer_is_what_its_question_asks_for() {
    let text = |value: &str| engineer(&[(TEXT, json!(value))]);
    let choice = |values: &[&str]| {
        let answers: Vec<_> = values.iter().map(|value| (CHOICE, json!(value))).collect();
        engineer(&answers)
    };
    let pattern = || vec![("/assignmentPolicies/1/questions/1/regexPattern", json!("^[A-Z]{4}$"))];
    let one_line = || vec![("/assignmentPolicies/1/questions/1/isSingleLineQuestion", json!(true))];
    let several =
        || vec![("/assignmentPolicies/1/questions/0/isMultipleSelectionAllowed", json!(true))];
    let (one, other) = ("MultipleChoiceAnswerValue", "UpdatedAnswerValue");
    let twice = ("InvalidModel", "is answered twice");
    check(vec![
        accepted(vec![], choice(&[one])),
        refused(vec![], choice(&["Mine"]), ("InvalidModel", "choose one of MultipleChoice")),
        refused(vec![], choice(&[one, other]), twice),
        accepted(several(), choice(&[one, other])),
        refused(several(), choice(&[one, one]), twice),
        refused(vec![], engineer(&[(TEXT, json!("a")), (TEXT, json!("b"))]), twice),
        accepted(vec![], text("two\nlines")),
        refused(one_line(), text("two\nlines"), ("InvalidModel", "several lines")),
        refused(one_line(), text("two\rlines"), ("InvalidModel", "several lines")),
        accepted(one_line(), text("one line")),
        accepted(pattern(), text("EMEA")),
        refused(pattern(), text("EMEA 2"), ("InvalidModel", "does not match the pattern")),
        refused(
            vec![],
            engineer(&[("0d31cc60-968e-4f92-955b-443fed03d6f6", json!("West"))]),
            ("InvalidModel", "does not ask the question"),
        ),
    ])
    .await;
}

#[tokio::test]
async fn users_keep_the_answers_that_cannot_be_edited() {
    let region = "0d31cc60-968e-4f92-955b-443fed03d6f6";
    let kept = || vec![("/assignmentPolicies/4/questions/0/isAnswerEditable", json!(false))];
    let update = |request_type| answering(about(request_type, OWN), &[(region, json!("West"))]);
    check(vec![
        accepted(vec![], update("userUpdate")),
        refused(kept(), update("userUpdate"), ("InvalidModel", "cannot be changed")),
        accepted(kept(), update("adminUpdate")),
        accepted(kept(), answering(user_add(SALES), &[(region, json!("West"))])),
    ])
    .await;
}
