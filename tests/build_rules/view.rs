//! What the build makes of a contract that keeps the rules: the view for the generator, and the types that
//! take the place of generated ones.

use serde_json::{Value, json};

use crate::{amend, base_type, changed, codegen_view, contract, document, generate, open_enum};

fn view() -> Value {
    let contract = contract();
    let open_enums = open_enum::open_enums(&contract);
    codegen_view::derive(&contract, &open_enums, &base_type::base_types(&contract))
}

#[test]
fn a_derived_type_has_the_members_of_its_base_and_takes_others() {
    assert_eq!(
        view()["components"]["schemas"]["cat"],
        json!({
            "description": "A cat.",
            "type": "object",
            "required": [],
            "properties": {
                "@odata.type": { "type": "string", "default": "#zoo.cat" },
                "id": { "type": "string" },
                "mood": { "$ref": "#/components/schemas/mood" },
                "born": { "type": "string", "format": "date-time", "description": "Its first day." },
                "prey": { "nullable": true, "allOf": [{ "$ref": "#/components/schemas/animal" }] },
            },
            "additionalProperties": {},
        })
    );
}

#[test]
fn an_object_of_no_known_derived_type_has_the_members_of_the_base() {
    let schemas = &view()["components"]["schemas"];
    assert_eq!(schemas["animal"], json!({ "type": "object" }));
    assert_eq!(schemas["otherAnimal"]["required"], json!([]));
    assert_eq!(schemas["otherAnimal"]["properties"]["id"], json!({ "type": "string" }));
    assert_eq!(schemas["otherAnimal"]["discriminator"], Value::Null);
}

#[test]
fn formats_and_limits_of_parameters_are_loosened() {
    let schema = "/paths/~1cats~1{catId}/parameters/0/schema";
    let contract = changed(schema, json!({ "type": "string", "format": "uuid", "pattern": "a" }));
    let view = codegen_view::derive(&contract, &[], &[]);
    assert_eq!(view.pointer(schema), Some(&json!({ "type": "string" })));
}

#[test]
fn a_property_that_is_called_like_a_keyword_stays() {
    let mut contract = contract();
    let pattern = json!({ "type": "object", "properties": { "pattern": { "type": "string" } } });
    contract["components"]["schemas"]["cat"] = pattern;
    let view = codegen_view::derive(&contract, &[], &[]);
    let kept = view.pointer("/components/schemas/cat/properties/pattern");
    assert_eq!(kept, Some(&json!({ "type": "string" })));
}

#[test]
fn an_open_enumeration_documents_each_member() {
    let source = open_enum::source(&open_enum::open_enums(&contract())).to_string();
    for words in ["How a cat feels.", "It is content.", "`unknownFutureValue`", "Other (String)"] {
        assert!(source.contains(words), "no `{words}` in: {source}");
    }
}

#[test]
fn a_base_type_tells_both_spellings_of_a_tag() {
    let source = base_type::source(&base_type::base_types(&contract())).to_string();
    assert!(source.contains(r##""#zoo.cat" | "zoo.cat""##), "{source}");
}

/// The source of the client as it is compiled.
fn client() -> String {
    let contract = contract();
    let (open_enums, base_types) =
        (open_enum::open_enums(&contract), base_type::base_types(&contract));
    let source = generate::client(&view(), &open_enums, &base_types).unwrap();
    let source = syn::parse2(amend::guarded(source).unwrap()).unwrap();
    let source = document::documented(source, &contract).unwrap();
    amend::amended(&prettyplease::unparse(&source)).unwrap()
}

#[test]
fn a_builder_does_not_ask_for_unknown_members() {
    let client = client();
    assert!(client.contains("extra: Ok(::std::default::Default::default()),"));
    assert!(!client.contains("no value supplied for extra"));
}

#[test]
fn a_sketch_of_a_call_is_no_test() {
    let client = client();
    assert!(client.contains("```text") && !client.contains("```ignore"));
}

#[test]
fn what_the_generator_says_nothing_of_has_words() {
    let client = client();
    for (words, item) in [
        // A setter has those of its field or its argument, and a call names its page.
        ("///Its first day.", "pub fn born<"),
        ("///What is wanted of it.", "pub fn select<"),
        ("///The id.", "pub fn cat_id<"),
        ("Documented at <https://zoo.example/cats>.*/", "pub async fn send("),
        ("///Makes one, member by member.", "pub fn builder("),
        ("///Changes the body, as far as it was made.", "pub fn body_map<"),
        ("///Members that the contract does not declare.", "pub extra:"),
    ] {
        let before = client.split(item).next().unwrap().trim_end();
        assert!(before.ends_with(words), "no `{words}` before `{item}`");
    }
}

#[test]
fn no_generated_constructor_is_left() {
    let client = client();
    assert!(!client.contains("new_with_client") && !client.contains("ClientBuilder"));
}

#[test]
fn a_path_parameter_is_held_to_its_segment() {
    let client = client();
    assert!(client.contains(r#"segment::encoded("cat_id""#) && !client.contains("encode_path("));
}

#[test]
fn a_list_that_may_be_missing_may_be_null() {
    let list = json!({ "type": "array", "items": { "type": "string" } });
    let cat = "/components/schemas/cat";
    let contract = changed(
        cat,
        json!({
            "type": "object", "required": ["toys"], "properties": { "toys": list, "names": list },
        }),
    );
    let view = codegen_view::derive(&contract, &[], &[]);
    let nullable = |name: &str| view.pointer(&format!("{cat}/properties/{name}/nullable")).cloned();
    assert_eq!((nullable("names"), nullable("toys")), (Some(json!(true)), None));
}

#[test]
fn a_closed_enumeration_is_opened_and_not_said_to_grow() {
    let closed = changed("/components/schemas/mood/x-ms-enum/modelAsString", json!(false));
    let source = open_enum::source(&open_enum::open_enums(&closed)).to_string();
    assert!(source.contains("Other (String)") && !source.contains("may add members"), "{source}");
}
