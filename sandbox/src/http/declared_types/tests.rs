//! The table against the metadata that it is taken from: names, types, nullability.

use super::*;

const METADATA: &str = include_str!("../../../../openapi/metadata/v1.0-excerpt.csdl.xml");

/// Each type of the table, under the names of those in the metadata that it stands for.
const TYPES: [(&[&str], &Type); 22] = [
    (&["entity"], &ENTITY),
    (&["accessPackageAssignmentRequest"], &ACCESS_PACKAGE_ASSIGNMENT_REQUEST),
    (
        &["customExtensionData", "accessPackageAssignmentRequestCallbackData"],
        &CUSTOM_EXTENSION_DATA,
    ),
    (&["accessPackageAssignment"], &ACCESS_PACKAGE_ASSIGNMENT),
    (&["entitlementManagementSchedule"], &ENTITLEMENT_MANAGEMENT_SCHEDULE),
    (&["expirationPattern"], &EXPIRATION_PATTERN),
    (&["customExtensionCalloutInstance"], &CUSTOM_EXTENSION_CALLOUT_INSTANCE),
    (&["accessPackageSubject"], &ACCESS_PACKAGE_SUBJECT),
    (&["accessPackageAnswer", "accessPackageAnswerString"], &ACCESS_PACKAGE_ANSWER),
    (
        &[
            "accessPackageQuestion",
            "accessPackageTextInputQuestion",
            "accessPackageMultipleChoiceQuestion",
        ],
        &ACCESS_PACKAGE_QUESTION,
    ),
    (&["accessPackageAnswerChoice"], &ACCESS_PACKAGE_ANSWER_CHOICE),
    (&["accessPackageLocalizedText"], &ACCESS_PACKAGE_LOCALIZED_TEXT),
    (&["accessPackage"], &ACCESS_PACKAGE),
    (&["accessPackageAssignmentPolicy"], &ACCESS_PACKAGE_ASSIGNMENT_POLICY),
    (&["accessPackageAutomaticRequestSettings"], &ACCESS_PACKAGE_AUTOMATIC_REQUEST_SETTINGS),
    (&["accessPackageNotificationSettings"], &ACCESS_PACKAGE_NOTIFICATION_SETTINGS),
    (&["accessPackageAssignmentApprovalSettings"], &ACCESS_PACKAGE_ASSIGNMENT_APPROVAL_SETTINGS),
    (&["accessPackageApprovalStage"], &ACCESS_PACKAGE_APPROVAL_STAGE),
    (&["accessPackageAssignmentRequestorSettings"], &ACCESS_PACKAGE_ASSIGNMENT_REQUESTOR_SETTINGS),
    (&["subjectSet", "singleUser"], &SUBJECT_SET),
    (&["customExtensionStageSetting"], &CUSTOM_EXTENSION_STAGE_SETTING),
    (&["resume"], &RESUME_PARAMETERS),
];

/// An enumeration that the excerpt names only.
const ENUMERATION: &str = "approverInformationVisibility";

/// What the excerpt says of a member: its type's name, the member's, what it holds, whether it may be null.
struct Line<'a> {
    of: &'a str,
    name: &'a str,
    holds: &'a str,
    may_be_null: bool,
}

fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(&format!(" {name}=\""))?;
    Some(rest.split_once('"')?.0)
}

fn lines() -> Vec<Line<'static>> {
    let (mut lines, mut of) = (Vec::new(), "");
    for line in METADATA.lines().map(str::trim) {
        let Some(name) = attribute(line, "Name") else { continue };
        match line.split(' ').next().unwrap() {
            "<ComplexType" | "<EntityType" | "<Action" | "<Function" => of = name,
            "<Property" | "<NavigationProperty" | "<Parameter" => {
                let holds = attribute(line, "Type").unwrap();
                let may_be_null = attribute(line, "Nullable") != Some("false")
                    && !holds.starts_with("Collection(");
                lines.push(Line { of, name, holds, may_be_null });
            }
            _ => {}
        }
    }
    lines
}

fn is_enumeration(name: &str) -> bool {
    name == ENUMERATION || METADATA.contains(&format!("<EnumType Name=\"{name}\">"))
}

/// Whether the table's type is the one of that name, or one of which the excerpt says nothing.
fn is_named(r#type: &Type, name: &str) -> bool {
    let known = TYPES.iter().find(|(names, _)| names.contains(&name));
    known.map_or_else(
        || [&ENTITY, &UNDECLARED].iter().any(|unknown| std::ptr::eq(r#type, *unknown)),
        |(_, known)| std::ptr::eq(r#type, *known),
    )
}

fn is_same(holds: Holds, declared: &str) -> bool {
    let items = declared.strip_prefix("Collection(graph.").and_then(|rest| rest.strip_suffix(')'));
    match (holds, items, declared.strip_prefix("graph.")) {
        (Boolean, ..) => declared == "Edm.Boolean",
        (Int32, ..) => declared == "Edm.Int32",
        (Text, None, Some(name)) => is_enumeration(name),
        (Text, None, None) => !["Edm.Boolean", "Edm.Int32"].contains(&declared),
        (One(r#type), None, Some(name)) => !is_enumeration(name) && is_named(r#type, name),
        (Many(r#type), Some(name), _) => is_named(r#type, name),
        _ => false,
    }
}

#[test]
fn the_table_has_every_member_as_the_metadata_have_it() {
    let mut compared = 0;
    for Line { of, name, holds, may_be_null } in lines() {
        let Some((_, r#type)) = TYPES.iter().find(|(names, _)| names.contains(&of)) else {
            continue;
        };
        if ["recurrence", "bindingParameter"].contains(&name) {
            assert!(r#type.member(name).is_none(), "{of}.{name}");
            continue;
        }
        let member = r#type.member(name).unwrap_or_else(|| panic!("{of}.{name}"));
        assert!(is_same(member.holds, holds), "{of}.{name}: {:?}, {holds}", member.holds);
        assert_eq!(member.may_be_null, may_be_null, "{of}.{name}");
        compared += 1;
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn the_table_has_no_other_member_but_those_of_the_register() {
    let declared = lines();
    let others = TYPES.iter().flat_map(|(names, r#type)| {
        let is_declared =
            |name: &str| declared.iter().any(|line| names.contains(&line.of) && line.name == name);
        r#type.members.iter().map(|member| member.name).filter(move |name| !is_declared(name))
    });
    // D-07, D-08.
    let register = ["accessPackageAssignment", "targetId", "assignmentPolicyId", "accessPackageId"];
    assert_eq!(others.collect::<Vec<_>>(), register);
}
