//! The walk over a document: a value with references comes in, the same value without references to
//! other files goes out.

use serde_json::{Map, Value};

use crate::{Error, Origins, Place, components::Components, keys, place, sources::Sources};

/// Deeper than any document that people write, and safe on a test thread's stack.
const MAX_DEPTH: usize = 200;

/// Of inlined content only: a large document is fine, one that grows without end is not.
const MAX_VALUES: usize = 500_000;

/// What the keys of an object are.
#[derive(Clone, Copy, PartialEq)]
enum Keys {
    Keywords,
    Names,
}

/// What becomes of a reference.
enum Reference {
    /// It goes by this name in the bundle.
    Named(String),
    /// It gives way to what stands at the place.
    Inline(Place, Value),
}

/// One walk.
pub(crate) struct Expansion<'a> {
    sources: &'a mut Sources,
    components: &'a Components,
    /// The inlined places that the walk is inside of: meeting one again is a cycle.
    inside: Vec<Place>,
    /// Where in the bundle the walk is.
    at: String,
    origins: Origins,
    depth: usize,
    values: usize,
}

impl<'a> Expansion<'a> {
    pub(crate) fn new(sources: &'a mut Sources, components: &'a Components) -> Self {
        let origins = Origins::new(components.entry().clone());
        let (inside, at) = (Vec::new(), String::new());
        Self { sources, components, inside, at, origins, depth: 0, values: 0 }
    }

    /// The entry document without references to other files, and where each part of it came from.
    pub(crate) fn document(mut self, document: &Value) -> Result<(Value, Origins), Error> {
        let entry = self.components.entry().clone();
        let document = self.value(document, &entry, Keys::Keywords)?;
        Ok((document, self.origins))
    }

    fn value(&mut self, value: &Value, place: &Place, keys: Keys) -> Result<Value, Error> {
        self.descend(place)?;
        let expanded = match value {
            Value::Object(object) => match object.get("$ref").and_then(Value::as_str) {
                None => self.object(object, place, keys),
                Some(reference) => match self.reference(reference, place)? {
                    Reference::Named(name) => Ok(renamed(object, name)),
                    Reference::Inline(target, content) => self.inline(&target, &content, keys),
                },
            },
            Value::Array(items) => self.array(items, place),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(value.clone()),
        };
        self.depth -= 1;
        expanded
    }

    fn descend(&mut self, place: &Place) -> Result<(), Error> {
        self.depth += 1;
        self.values += usize::from(!self.inside.is_empty());
        if self.depth > MAX_DEPTH {
            return Err(Error::Deep { place: place.clone(), limit: MAX_DEPTH });
        }
        if self.values > MAX_VALUES {
            return Err(Error::Large { place: place.clone(), limit: MAX_VALUES });
        }
        Ok(())
    }

    fn array(&mut self, items: &[Value], place: &Place) -> Result<Value, Error> {
        let numbered = items.iter().enumerate();
        numbered
            .map(|(index, item)| {
                let token = index.to_string();
                self.below(&token, |walk| walk.value(item, &place.child(&token), Keys::Keywords))
            })
            .collect()
    }

    /// One step of the walk, from a value to its member or item `token`.
    fn below<T>(&mut self, token: &str, step: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.at.len();
        self.at.push('/');
        self.at.push_str(&place::escaped(token));
        let outcome = step(self);
        self.at.truncate(length);
        outcome
    }

    fn object(
        &mut self,
        object: &Map<String, Value>,
        place: &Place,
        keys: Keys,
    ) -> Result<Value, Error> {
        let mut expanded = Map::new();
        for (key, value) in object {
            let below = place.child(key);
            let value = self.below(key, |walk| match keys {
                Keys::Names => walk.value(value, &below, Keys::Keywords),
                Keys::Keywords => walk.keyword(key, value, &below),
            })?;
            expanded.insert(key.clone(), value);
        }
        Ok(Value::Object(expanded))
    }

    fn keyword(&mut self, key: &str, value: &Value, place: &Place) -> Result<Value, Error> {
        if keys::is_data(key) {
            return Ok(value.clone());
        }
        if key == "discriminator" {
            return self.discriminator(value, place);
        }
        let keys = if keys::is_map_of_names(key) { Keys::Names } else { Keys::Keywords };
        self.value(value, place, keys)
    }

    fn reference(&mut self, reference: &str, place: &Place) -> Result<Reference, Error> {
        let target = place.follow(reference)?;
        let Some(content) = self.sources.file(&target, place)?.pointer(&target.pointer).cloned()
        else {
            return Err(Error::Nothing { place: place.clone(), target });
        };
        if self.components.is_definition(place, &target) {
            return Ok(Reference::Inline(target, content));
        }
        match self.components.pointer_to(&target) {
            Some(pointer) => Ok(Reference::Named(format!("#{pointer}"))),
            None if self.inside.contains(&target) => {
                Err(Error::Cycle { place: place.clone(), target })
            }
            None => Ok(Reference::Inline(target, content)),
        }
    }

    fn inline(&mut self, target: &Place, content: &Value, keys: Keys) -> Result<Value, Error> {
        self.origins.add(&self.at, target.clone());
        self.inside.push(target.clone());
        let expanded = self.value(content, target, keys)?;
        self.inside.pop();
        Ok(expanded)
    }

    /// A discriminator's mapping names schemas by references that are plain strings.
    fn discriminator(&mut self, value: &Value, place: &Place) -> Result<Value, Error> {
        let mut discriminator = value.clone();
        let mapping = discriminator.get_mut("mapping").and_then(Value::as_object_mut);
        for (tag, schema) in mapping.into_iter().flatten() {
            if let Some(reference) = schema.as_str().filter(|text| is_reference(text)) {
                *schema = self.mapped(reference, &place.child("mapping").child(tag))?.into();
            }
        }
        Ok(discriminator)
    }

    fn mapped(&mut self, reference: &str, place: &Place) -> Result<String, Error> {
        match self.reference(reference, place)? {
            Reference::Named(name) => Ok(name),
            Reference::Inline(target, _) => Err(Error::Unnamed { place: place.clone(), target }),
        }
    }
}

/// The same reference under the name that its target has in the bundle.
fn renamed(object: &Map<String, Value>, name: String) -> Value {
    let mut object = object.clone();
    object.insert("$ref".to_owned(), name.into());
    Value::Object(object)
}

/// Whether the text in a mapping is a reference, and not the bare name of a schema, which is allowed too.
fn is_reference(text: &str) -> bool {
    text.contains(['#', '/']) || [".yaml", ".yml", ".json"].iter().any(|end| text.ends_with(end))
}
