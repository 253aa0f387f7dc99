//! Events → immutable columns: dictionary-coded fields, four time bounds, folded text.
