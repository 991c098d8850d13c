//! Graph's enumerations, each of which keeps the members that it does not know.
//!
//! ```
//! use assignment_requests::enums::AccessPackageRequestState;
//!
//! let known = AccessPackageRequestState::from("delivered");
//! assert_eq!(known, AccessPackageRequestState::Delivered);
//!
//! let new = AccessPackageRequestState::from("newInTheService");
//! assert_eq!(new.as_str(), "newInTheService");
//! ```

include!(concat!(env!("OUT_DIR"), "/enums.rs"));
