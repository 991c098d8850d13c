//! A pointer to a schema of the contract and an instance in, what is invalid out; every schema is compiled once, when first asked for.

use crate::contract::{Contract, Side};
use crate::error::Error;
use crate::finding::MOST_OF_A_BODY;
use crate::formats::is_duration;
use crate::json_schema;
use jsonschema::Validator;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// One thing in an instance that the schema forbids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Pointer to the place in the instance.
    pub at: String,
    /// What the schema demands, in words.
    pub demand: String,
}

/// The validators of a contract, one a schema and direction.
#[derive(Debug)]
pub struct Schemas {
    request: Value,
    response: Value,
    compiled: RefCell<HashMap<(String, bool), Rc<Validator>>>,
}

impl Schemas {
    /// Converts the contract's components; nothing is compiled yet.
    pub fn new(contract: &Contract) -> Self {
        Self {
            request: json_schema::components(contract.document(), Side::Request),
            response: json_schema::components(contract.document(), Side::Response),
            compiled: RefCell::default(),
        }
    }

    /// What is invalid in `instance` by the schema at `pointer`.
    ///
    /// # Errors
    /// [`Error::Contract`] where the schema itself cannot be compiled.
    pub fn violations(
        &self,
        contract: &Contract,
        (pointer, side): (&str, Side),
        instance: &Value,
    ) -> Result<Vec<Violation>, Error> {
        let validator = self.validator(contract, pointer, side)?;
        let mut violations = Vec::new();
        for error in validator.iter_errors(instance).take(MOST_OF_A_BODY) {
            let at = error.instance_path().to_string();
            let violation = Violation { at, demand: demand(&error) };
            // Two parts of an allOf may demand the same.
            if !violations.contains(&violation) {
                violations.push(violation);
            }
        }
        Ok(violations)
    }

    fn validator(
        &self,
        contract: &Contract,
        pointer: &str,
        side: Side,
    ) -> Result<Rc<Validator>, Error> {
        let key = (pointer.to_owned(), side == Side::Request);
        if let Some(validator) = self.compiled.borrow().get(&key) {
            return Ok(Rc::clone(validator));
        }
        let validator = Rc::new(self.compile(contract, pointer, side)?);
        self.compiled.borrow_mut().insert(key, Rc::clone(&validator));
        Ok(validator)
    }

    fn compile(&self, contract: &Contract, pointer: &str, side: Side) -> Result<Validator, Error> {
        let malformed = |problem: String| Error::Contract { place: format!("#{pointer}"), problem };
        let node = contract
            .document()
            .pointer(pointer)
            .ok_or_else(|| malformed("there is no such schema".to_owned()))?;
        let components = match side {
            Side::Request => &self.request,
            Side::Response => &self.response,
        };
        // A component is asked for by reference, so that a discriminated base is the choice among its subtypes.
        let schema = if pointer.starts_with("/components/schemas/") {
            json!({ "$ref": format!("#{pointer}") })
        } else {
            json_schema::convert(node, side)
        };
        let root = json!({ "allOf": [schema], "components": components });
        jsonschema::draft202012::options()
            .should_validate_formats(true)
            .with_format("duration", is_duration)
            .offline()
            .build(&root)
            .map_err(|error| malformed(error.to_string()))
    }
}

/// The demand alone, without the instance: that is shown beside it.
fn demand(error: &jsonschema::ValidationError<'_>) -> String {
    use jsonschema::error::ValidationErrorKind as Demanded;
    let text = error.to_string();
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the validator's own words do for every other keyword"
    )]
    match error.kind() {
        Demanded::Format { format } => format!("format {format}"),
        Demanded::Required { property } => format!("a member {property}"),
        Demanded::Type { .. } => {
            match text.split_once("is not of type").or_else(|| text.split_once("is not of types")) {
                Some((_, kinds)) => format!("type{kinds}"),
                None => text,
            }
        }
        Demanded::Enum { options } => format!("one of {options}"),
        _ => text,
    }
}
