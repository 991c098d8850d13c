//! What stands in the path is of the form that the contract declares.

use super::value::departure;
use super::{Asked, ClientCheck, Look};
use crate::check::brief;
use crate::contract::ParameterPlace;
use crate::error::Error;
use crate::finding::{Finding, Level, Source};

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "client/path-parameters",
    level: Level::Must,
    sentence: "The parameters in the path are of the form that the contract declares, such as a GUID.",
    grounds: "the path parameters of the contract, which agree with the service's metadata",
    look: Look::BySchema(run),
};

fn run(asked: &Asked<'_>) -> Result<Vec<Finding>, Error> {
    let (Some(operation), Some(path)) = (asked.operation, &asked.kept.path) else {
        return Ok(Vec::new());
    };
    let mut findings = Vec::new();
    for (name, value) in values(&operation.path, path) {
        let is_it = |place, known: &str| place == ParameterPlace::Path && known == name;
        let declared = operation.parameters.iter().find(|known| is_it(known.place, &known.name));
        let Some(parameter) = declared else { continue };
        if let Some(demand) = departure(asked, parameter, value)? {
            let told = (demand, brief(&value.into()));
            let source = Source::Schema(format!("#{}", parameter.pointer));
            findings.push(CHECK.finding(format!("path {name}"), told, source));
        }
    }
    Ok(findings)
}

/// Each parameter of a template such as `/a/{id}/f(on='{on}')`, with what stands for it in a path that fits.
fn values<'a>(template: &'a str, path: &'a str) -> Vec<(&'a str, &'a str)> {
    let segments = template.split('/').zip(path.split('/'));
    let values = segments.filter_map(|(template, segment)| {
        let (before, rest) = template.split_once('{')?;
        let (name, after) = rest.split_once('}')?;
        Some((name, segment.strip_prefix(before)?.strip_suffix(after)?))
    });
    values.collect()
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn a_parameter_has_what_stands_in_its_place() {
        for (template, path, expected) in [
            ("/a/{id}/b", "/a/7/b", vec![("id", "7")]),
            ("/a/f(on='{on}')", "/a/f(on='target')", vec![("on", "target")]),
            ("/{a}/{b}", "/x/y", vec![("a", "x"), ("b", "y")]),
            ("/a", "/a", vec![]),
        ] {
            assert_eq!(values(template, path), expected, "{template} {path}");
        }
    }
}
