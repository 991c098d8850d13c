//! The metadata's side: the text of a CSDL document in, its enumerations, types and bound operations out.

use roxmltree::{Document, Node};
use std::fmt;

/// What a CSDL document declares.
pub(crate) struct Metadata {
    pub(crate) enumerations: Vec<Enumeration>,
    pub(crate) structures: Vec<Structure>,
    pub(crate) operations: Vec<Operation>,
}

/// An enumeration and its members.
pub(crate) struct Enumeration {
    pub(crate) name: String,
    pub(crate) members: Vec<String>,
}

/// An entity type or a complex type, with the properties that it does not inherit.
pub(crate) struct Structure {
    pub(crate) name: String,
    base: Option<String>,
    properties: Vec<Property>,
}

/// A property of a type, or a parameter of an operation.
pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) kind: Type,
    pub(crate) is_nullable: bool,
    /// An association with another type, which the contract need only have where it knows that type.
    pub(crate) is_navigation: bool,
}

/// An action (`post`) or a function (`get`), with its parameters but the one that binds it.
pub(crate) struct Operation {
    pub(crate) name: String,
    pub(crate) method: &'static str,
    pub(crate) parameters: Vec<Property>,
}

/// A type by its name, or a collection of it.
#[derive(PartialEq)]
pub(crate) struct Type {
    pub(crate) name: String,
    pub(crate) is_collection: bool,
}

impl Metadata {
    /// Reads the schema of one namespace, which is the document's root.
    pub(crate) fn read(text: &str) -> Self {
        let document = Document::parse(text).unwrap();
        let root = document.root_element();
        let structures = children(root, "ComplexType").chain(children(root, "EntityType"));
        let actions = children(root, "Action").map(|node| operation(node, "post"));
        let functions = children(root, "Function").map(|node| operation(node, "get"));
        Self {
            enumerations: children(root, "EnumType").map(enumeration).collect(),
            structures: structures.map(structure).collect(),
            operations: actions.chain(functions).collect(),
        }
    }

    /// The properties of a type, those that it inherits first.
    pub(crate) fn properties<'a>(&'a self, structure: &'a Structure) -> Vec<&'a Property> {
        let base = structure.base.as_ref().map(|base| self.structure(base));
        let inherited = base.map(|base| self.properties(base)).unwrap_or_default();
        inherited.into_iter().chain(&structure.properties).collect()
    }

    /// Whether it declares an enumeration or a type of this name.
    pub(crate) fn knows(&self, name: &str) -> bool {
        let is_enumeration = self.enumerations.iter().any(|one| one.name == name);
        is_enumeration || self.structures.iter().any(|one| one.name == name)
    }

    fn structure(&self, name: &str) -> &Structure {
        let found = self.structures.iter().find(|one| one.name == name);
        found.unwrap_or_else(|| panic!("the metadata derives from {name} and does not declare it"))
    }
}

impl Enumeration {
    /// Whether members may be added to it: it has Graph's sentinel.
    pub(crate) fn is_evolvable(&self) -> bool {
        self.members.iter().any(|member| member == "unknownFutureValue")
    }
}

impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, is_collection } = self;
        if *is_collection {
            write!(formatter, "Collection({name})")
        } else {
            formatter.write_str(name)
        }
    }
}

fn enumeration(node: Node<'_, '_>) -> Enumeration {
    let members = children(node, "Member").map(|member| attribute(member, "Name"));
    Enumeration { name: attribute(node, "Name"), members: members.collect() }
}

fn structure(node: Node<'_, '_>) -> Structure {
    let own = children(node, "Property").chain(children(node, "NavigationProperty"));
    Structure {
        name: attribute(node, "Name"),
        base: node.attribute("BaseType").map(unqualified),
        properties: own.map(property).collect(),
    }
}

fn operation(node: Node<'_, '_>, method: &'static str) -> Operation {
    assert_eq!(node.attribute("IsBound"), Some("true"), "only bound operations can be compared");
    let parameters = children(node, "Parameter").skip(1).map(property).collect();
    Operation { name: attribute(node, "Name"), method, parameters }
}

fn property(node: Node<'_, '_>) -> Property {
    Property {
        name: attribute(node, "Name"),
        kind: kind(&attribute(node, "Type")),
        is_nullable: node.attribute("Nullable") != Some("false"),
        is_navigation: node.has_tag_name((namespace(node), "NavigationProperty")),
    }
}

fn kind(written: &str) -> Type {
    let items = written.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')'));
    Type { name: unqualified(items.unwrap_or(written)), is_collection: items.is_some() }
}

/// The types of the document's own namespace go without it, as the contract's schemas do.
fn unqualified(name: &str) -> String {
    name.strip_prefix("graph.").unwrap_or(name).to_owned()
}

fn children<'a, 'input>(
    node: Node<'a, 'input>,
    tag: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |child| child.has_tag_name((namespace(node), tag)))
}

fn namespace<'a>(node: Node<'a, '_>) -> &'a str {
    node.tag_name().namespace().unwrap_or_default()
}

fn attribute(node: Node<'_, '_>, name: &str) -> String {
    let found = node.attribute(name);
    found.unwrap_or_else(|| panic!("{node:?} has no {name}")).to_owned()
}
