//! Queries, facets, histograms and sort orders against slow obvious twins, on thousands of random sets and queries.
//!
//! The twins read the events themselves: no columns, no codes, no bit sets.
#![cfg(not(target_arch = "wasm32"))]

use event_timeline::Timeline;
use event_timeline::event::{Claim, Event, EventSet, FieldDeclaration, FieldType, FieldValue, Place, Term};
use event_timeline::formats::Reading;
use event_timeline::query::{
    Collation, FacetFilter, FacetMode, HistogramOf, NumberFilter, Query, SortKey, TextTerm, TimeFilter, Undated,
    bin_edge, facets, histogram, run,
};
use event_timeline::store::Store;
use event_timeline::store::text::{fold, nfkd, words};
use event_timeline::time::{Edge, Qualifiers, Relation, Span};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

const SETS: u64 = 200;
const QUERIES_PER_SET: u64 = 20;

/// The set's category fields: `actor` is declared and has a vocabulary, `kind` is only found in events.
const CATEGORIES: [&str; 6] = ["actor", "kind", "place", "claimant", "status", "dating"];

const WORDS: [&str; 30] = [
    "Quds",
    "Force",
    "force",
    "Forces",
    "IRGC",
    "Badr",
    "BADR",
    "Ba’athist",
    "Ba'athist",
    "Straße",
    "strasse",
    "علي",
    "علی",
    "كتاب",
    "کتاب",
    "مُحَمَّد",
    "محمد",
    "東京",
    "東京都",
    "Łódź",
    "Lodz",
    "al-Amiri",
    "Iran’s",
    "Iran",
    "۲۰۱۴",
    "2014",
    "C",
    "C++",
    "naïve",
    "—",
];

/// A small deterministic generator (xorshift64*), and what the sets that it makes are like.
struct Random {
    state: u64,
    /// Milliseconds that the events are spread over, besides the length of each.
    spread: usize,
    /// Values that an event has at most in a field of its own.
    most_values: usize,
    /// Events of a hundred that have fields, claims and places.
    share: usize,
}

impl Random {
    fn new(seed: u64) -> Random {
        Random {
            state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
            spread: 1,
            most_values: 1 + 2 * (seed % 3) as usize,
            share: if seed % 4 == 3 { 8 } else { 100 },
        }
    }

    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    fn some<T>(&mut self, percent: usize, make: impl FnOnce(&mut Random) -> T) -> Option<T> {
        self.chance(percent).then(|| make(self))
    }

    fn list<T>(&mut self, most: usize, mut make: impl FnMut(&mut Random) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| make(self)).collect()
    }

    fn rarely<T>(&mut self, most: usize, make: impl FnMut(&mut Random) -> T) -> Vec<T> {
        if self.chance(60) { self.list(most, make) } else { Vec::new() }
    }

    fn phrase(&mut self, most: usize) -> String {
        let count = 1 + self.below(most);
        (0..count).map(|_| *self.pick(&WORDS)).collect::<Vec<_>>().join(if self.chance(80) { " " } else { ", " })
    }

    fn instant(&mut self) -> f64 {
        self.below(41) as f64 - 20.0
    }

    fn span(&mut self) -> Span {
        let shift = self.below(self.spread) as f64;
        let (start, end) = (sorted([self.instant(), self.instant()]), sorted([self.instant(), self.instant()]));
        let [earliest_start, earliest_end] = sorted([start[0], end[0]]);
        let [latest_start, latest_end] = sorted([start[1], end[1]]);
        let qualifiers = Qualifiers { uncertain: self.chance(15), approximate: self.chance(15) };
        let (start_edge, end_edge) = (Edge::Bounded, Edge::Bounded);
        let mut span =
            Span { earliest_start, latest_start, earliest_end, latest_end, start_edge, end_edge, qualifiers };
        for bound in [&mut span.earliest_start, &mut span.latest_start, &mut span.earliest_end, &mut span.latest_end] {
            *bound += shift;
        }
        match self.below(10) {
            0 => (span.earliest_end, span.latest_end, span.end_edge) = (f64::INFINITY, f64::INFINITY, Edge::Open),
            1 => (span.latest_end, span.end_edge) = (f64::INFINITY, Edge::Unknown),
            2 => (span.earliest_start, span.start_edge) = (f64::NEG_INFINITY, Edge::Unknown),
            3 => {
                (span.earliest_start, span.latest_start) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
                span.start_edge = Edge::Open;
            }
            _ => {}
        }
        span
    }
}

fn sorted([one, other]: [f64; 2]) -> [f64; 2] {
    [one.min(other), one.max(other)]
}

/// Names and aliases differ when folded; each value is a part of later ones only.
fn vocabulary(random: &mut Random) -> Vec<Term> {
    let mut names = vec!["Quds Force", "IRGC", "Iran", "Badr", "Łódź", "العراق", "Basij", "C", "C++"];
    names.truncate(random.below(names.len() + 1));
    let aliases = BTreeMap::from([
        ("IRGC", vec!["Pasdaran", "سپاه"]),
        ("العراق", vec!["Iraq", "Irak"]),
        ("Quds Force", vec!["Jerusalem Force"]),
    ]);
    let mut terms = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let mut later: Vec<_> = names[at + 1..].iter().map(|name| (*name).to_owned()).collect();
        later.push("Everything".to_owned());
        let broader = random.list(2, |random| random.pick(&later).clone());
        let aliases = aliases.get(name).into_iter().flatten().map(|alias| (*alias).to_owned()).collect();
        terms.push(Term { name: (*name).to_owned(), aliases, broader });
    }
    terms
}

fn actor(random: &mut Random) -> String {
    let names = [
        "Quds Force",
        "IRGC",
        "irgc",
        "Pasdaran",
        "Iran",
        "Badr",
        "LODZ",
        "العراق",
        "IRAK",
        "C",
        "c++",
        "New",
        " new ",
        "",
    ];
    (*random.pick(&names)).to_owned()
}

fn event(random: &mut Random, at: usize) -> Event {
    let mut event = full_event(random, at);
    if !random.chance(random.share) {
        event.fields.clear();
        event.claims.clear();
        event.places.clear();
    }
    event
}

fn full_event(random: &mut Random, at: usize) -> Event {
    let mut fields = BTreeMap::new();
    if random.chance(70) {
        fields.insert("actor".to_owned(), FieldValue::Texts(random.list(random.most_values, actor)));
    }
    if random.chance(50) {
        let number = FieldValue::Number(random.below(4) as f64);
        let kind = FieldValue::Texts(random.list(2, |random| random.phrase(1)));
        fields.insert("kind".to_owned(), if random.chance(20) { number } else { kind });
    }
    if random.chance(60) {
        fields.insert("dead".to_owned(), FieldValue::Number(random.below(7) as f64 - 3.0));
    }
    if random.chance(40) {
        fields.insert("note".to_owned(), FieldValue::Texts(random.list(2, |random| random.phrase(4))));
    }
    Event {
        id: if random.spread == 1 { format!("e{at}") } else { format!("{}", at * 7919 % 10_007) },
        title: random.phrase(4),
        span: random.some(80, Random::span),
        date_inferred: random.list(1, |_| "year".to_owned()),
        description: random.some(50, |random| random.phrase(6)),
        claims: random.list(2, |random| Claim {
            by: random.some(70, actor),
            status: random.some(60, |random| (*random.pick(&["stated", "alleged"])).to_owned()),
            ..Claim::default()
        }),
        places: random.list(2, |random| Place { name: random.phrase(1), lat: None, lon: None }),
        fields,
        ..Event::default()
    }
}

fn set(random: &mut Random) -> EventSet {
    let size = random.below(30);
    set_of(size, random)
}

fn set_of(size: usize, random: &mut Random) -> EventSet {
    let declared = |key: &str, field_type| FieldDeclaration { key: key.to_owned(), label: None, field_type };
    EventSet {
        fields: vec![
            declared("actor", FieldType::Category),
            declared("kind", FieldType::Category),
            declared("dead", FieldType::Number),
            declared("note", FieldType::Text),
        ],
        vocabularies: BTreeMap::from([("actor".to_owned(), vocabulary(random))]),
        events: (0..size).map(|at| event(random, at)).collect(),
        ..EventSet::default()
    }
}

fn query(random: &mut Random) -> Query {
    Query {
        time: random.some(50, |random| {
            let from = random.instant() + random.below(random.spread) as f64;
            let to = Some(from + 1.0 + random.below(15 * random.spread) as f64);
            let from = random.some(80, |_| from);
            TimeFilter { from, to: random.some(80, |_| to).flatten(), certain_only: random.chance(30) }
        }),
        undated: *random.pick(&[Undated::Auto, Undated::Auto, Undated::In, Undated::Out, Undated::Only]),
        facets: random.rarely(2, |random| FacetFilter {
            field: (*random.pick(&CATEGORIES)).to_owned(),
            mode: *random.pick(&[FacetMode::Any, FacetMode::All, FacetMode::None]),
            values: random.list(2, |random| match random.below(5) {
                0 => (*random.pick(&["stated", "open", "coarse", "undated", "Everything", "nothing"])).to_owned(),
                1 => random.phrase(1),
                _ => actor(random),
            }),
        }),
        numbers: random.rarely(1, |random| NumberFilter {
            field: "dead".to_owned(),
            min: random.some(60, |random| random.below(7) as f64 - 3.0),
            max: random.some(60, |random| random.below(7) as f64 - 3.0),
        }),
        text: random.rarely(2, |random| TextTerm {
            text: match random.below(4) {
                0 => random.phrase(2),
                1 => random.phrase(1).chars().take(2).collect(),
                _ => random.phrase(1),
            },
            prefix: random.chance(40),
            substring: random.chance(25),
            negate: random.chance(20),
            field: random
                .some(30, |random| (*random.pick(&["title", "description", "note", "actor", "dating"])).to_owned()),
        }),
        sort: random
            .list(3, |random| SortKey { by: (*random.pick(&SORT_KEYS)).to_owned(), descending: random.chance(50) }),
    }
}

const SORT_KEYS: [&str; 11] =
    ["start", "end", "duration", "title", "order", "id", "actor", "claimant", "dead", "note", "dating"];

/// The set as the twins see it: its events, and what their words for values mean.
struct Twin<'a> {
    set: &'a EventSet,
    /// The values of each category field in the order of their codes: canonical name and aliases.
    values: BTreeMap<&'a str, Vec<(String, Vec<String>)>>,
    /// What was found out once of each field and event id: its values, and all they are a part of.
    known: BTreeMap<(&'a str, String), Known>,
}

/// The values of an event in a field, and all they are a part of.
type Known = (Vec<String>, BTreeSet<String>);

impl<'a> Twin<'a> {
    fn new(set: &'a EventSet) -> Twin<'a> {
        let values = CATEGORIES.iter().map(|field| (*field, all_values(set, field))).collect();
        let mut twin = Twin { set, values, known: BTreeMap::new() };
        for (event, field) in set.events.iter().flat_map(|event| CATEGORIES.map(|field| (event, field))) {
            let values = twin.find_values(event, field);
            let reach = values.iter().flat_map(|value| twin.closure(field, value)).collect();
            twin.known.insert((field, event.id.clone()), (values, reach));
        }
        twin
    }

    fn canonical(&self, field: &str, name: &str) -> Option<String> {
        let found = self.values[field].iter().find(|(canonical, _)| same(canonical, name));
        let found = found
            .or_else(|| self.values[field].iter().find(|(_, aliases)| aliases.iter().any(|alias| same(alias, name))));
        found.map(|(canonical, _)| canonical.clone())
    }

    /// The event's values, each once, in its order.
    fn find_values(&self, event: &Event, field: &str) -> Vec<String> {
        let mut values = Vec::new();
        for raw in raw_values(event, field) {
            let Some(value) = self.canonical(field, &raw) else { continue };
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values
    }

    /// The value itself and all that it is a part of.
    fn closure(&self, field: &str, value: &str) -> BTreeSet<String> {
        let mut closure = BTreeSet::from([value.to_owned()]);
        for broader in self.broader(field, value) {
            closure.extend(self.closure(field, &broader));
        }
        closure
    }

    fn broader(&self, field: &str, value: &str) -> Vec<String> {
        let terms = self.set.vocabularies.get(field).into_iter().flatten();
        let names = terms.filter(|term| same(&term.name, value)).flat_map(|term| &term.broader);
        let mut broader = Vec::new();
        for name in names.filter_map(|name| self.canonical(field, name)) {
            if !broader.contains(&name) {
                broader.push(name);
            }
        }
        broader
    }

    fn known(&self, event: &Event, field: &str) -> &Known {
        let field = CATEGORIES.into_iter().find(|key| *key == field).unwrap();
        &self.known[&(field, event.id.clone())]
    }

    fn values_of(&self, event: &Event, field: &str) -> &[String] {
        &self.known(event, field).0
    }

    /// The event's values and all that they are a part of.
    fn reach(&self, event: &Event, field: &str) -> &BTreeSet<String> {
        &self.known(event, field).1
    }

    fn matches(&self, event: &Event, query: &Query) -> bool {
        self.in_time(event, query) != Relation::Outside
            && query.facets.iter().all(|filter| self.meets_facet(event, filter))
            && query.numbers.iter().all(|filter| meets_number(event, filter))
            && query.text.iter().all(|term| self.meets_text(event, term))
    }

    /// Whether the dates let the event through; undated ones that pass count as certain.
    fn in_time(&self, event: &Event, query: &Query) -> Relation {
        let bounded = query.time.filter(|time| time.from.is_some() || time.to.is_some());
        let Some(span) = event.span else {
            return match query.undated {
                Undated::Auto if bounded.is_some() => Relation::Outside,
                Undated::Out => Relation::Outside,
                _ => Relation::Certain,
            };
        };
        if query.undated == Undated::Only {
            return Relation::Outside;
        }
        let Some(time) = bounded else { return Relation::Certain };
        let relation = span.relation(time.from.unwrap_or(f64::NEG_INFINITY), time.to.unwrap_or(f64::INFINITY));
        if time.certain_only && relation == Relation::Possible { Relation::Outside } else { relation }
    }

    fn meets_facet(&self, event: &Event, filter: &FacetFilter) -> bool {
        if filter.values.is_empty() {
            return true;
        }
        let reach = self.reach(event, &filter.field);
        let mut has = filter
            .values
            .iter()
            .map(|value| self.canonical(&filter.field, value).is_some_and(|canonical| reach.contains(&canonical)));
        match filter.mode {
            FacetMode::Any => has.any(|has| has),
            FacetMode::All => has.all(|has| has),
            FacetMode::None => !has.any(|has| has),
        }
    }

    fn meets_text(&self, event: &Event, term: &TextTerm) -> bool {
        let needle = words(&fold(&term.text, nfkd));
        if needle.is_empty() {
            return true;
        }
        let texts = self.texts(event, term.field.as_deref());
        let texts: Vec<_> = texts.iter().map(|text| words(&fold(text, nfkd))).collect();
        let edge = |letter: Option<char>| if letter.is_some_and(is_between_words) { " " } else { "" };
        let (first, last) = (edge(term.text.chars().next()), edge(term.text.chars().next_back()));
        let found = match term.substring {
            true => texts.iter().any(|text| text.join(" ").contains(&format!("{first}{}{last}", needle.join(" ")))),
            false => texts.iter().any(|text| contains(text, &needle, term.prefix)),
        };
        found != term.negate
    }

    fn texts(&self, event: &Event, only: Option<&str>) -> Vec<String> {
        let mut texts = Vec::new();
        if only.is_none_or(|only| only == "title") {
            texts.push(event.title.clone());
        }
        if only.is_none_or(|only| only == "description") {
            texts.extend(event.description.clone());
        }
        if only.is_none_or(|only| only == "note") {
            texts.extend(raw_values(event, "note"));
        }
        for field in CATEGORIES {
            if only == Some(field) || only.is_none() && field != "dating" {
                for value in self.values_of(event, field) {
                    let all = self.values[field].iter().filter(|(name, _)| name == value);
                    texts.extend(all.flat_map(|(name, aliases)| aliases.iter().chain([name]).cloned()));
                }
            }
        }
        texts
    }

    fn sorted(&self, query: &Query, collation: &Collation) -> Vec<u32> {
        let events = self.set.events.iter().enumerate();
        let mut rows: Vec<usize> = events.filter(|(_, event)| self.matches(event, query)).map(|(row, _)| row).collect();
        rows.sort_by(|one, other| self.compare(*one, *other, query, collation));
        rows.into_iter().map(|row| row as u32).collect()
    }

    fn compare(&self, one: usize, other: usize, query: &Query, collation: &Collation) -> Ordering {
        for key in &query.sort {
            let (a, b) = (self.sort_value(one, &key.by, collation), self.sort_value(other, &key.by, collation));
            let order = match (a, b) {
                (SortValue::Missing(a), SortValue::Missing(b)) => a.cmp(&b),
                (SortValue::Missing(_), _) => Ordering::Greater,
                (_, SortValue::Missing(_)) => Ordering::Less,
                (a, b) if key.descending => b.partial_cmp(&a).unwrap(),
                (a, b) => a.partial_cmp(&b).unwrap(),
            };
            if order != Ordering::Equal {
                return order;
            }
        }
        let span = |row: usize| self.set.events[row].span;
        let dates = match (span(one), span(other)) {
            (Some(a), Some(b)) => {
                let starts = start(&a).partial_cmp(&start(&b)).unwrap();
                starts.then(a.latest_end.partial_cmp(&b.latest_end).unwrap())
            }
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        dates.then(one.cmp(&other))
    }

    fn sort_value(&self, row: usize, by: &str, collation: &Collation) -> SortValue {
        let event = &self.set.events[row];
        let text = |text: &str| SortValue::Text(fold(text, nfkd));
        match by {
            "order" => SortValue::Number(row as f64),
            "id" => event.id.parse().map_or_else(|_| SortValue::Text(event.id.clone()), SortValue::Number),
            "title" => match &collation.title {
                Some(ranks) => SortValue::Number(f64::from(ranks[row])),
                None => text(&event.title),
            },
            "start" => event.span.map_or(SortValue::Missing(2), |span| SortValue::Number(start(&span))),
            "end" => event.span.map_or(SortValue::Missing(2), |span| SortValue::Number(span.latest_end)),
            "duration" => match event.span.map(|span| span.latest_end - span.earliest_start) {
                None => SortValue::Missing(2),
                Some(length) if length.is_finite() => SortValue::Number(length),
                Some(_) => SortValue::Missing(1),
            },
            "dead" => match event.fields.get("dead") {
                Some(FieldValue::Number(number)) => SortValue::Number(*number),
                _ => SortValue::Missing(1),
            },
            "note" => match raw_values(event, "note").first() {
                Some(first) if !fold(first, nfkd).is_empty() => text(first),
                _ => SortValue::Missing(1),
            },
            _ => {
                let rank = |value: &String| match collation.fields.get(by) {
                    Some(ranks) => {
                        let code = self.values[by].iter().position(|(name, _)| name == value).unwrap();
                        SortValue::Number(f64::from(ranks[code]))
                    }
                    None => text(value),
                };
                let values = self.values_of(event, by).iter().map(rank).collect::<Vec<_>>();
                let least = values.into_iter().min_by(|a, b| a.partial_cmp(b).unwrap());
                least.unwrap_or(SortValue::Missing(1))
            }
        }
    }

    /// Name, depth, total, certain, possible of each value, in tree order.
    fn facet(&self, query: &Query, field: &str) -> Vec<(String, u32, u32, u32, u32)> {
        let mut others = query.clone();
        others.facets.retain(|filter| filter.field != field);
        let matching: Vec<_> = self.set.events.iter().filter(|event| self.matches(event, &others)).collect();
        let mut counted = BTreeMap::new();
        for (name, _) in &self.values[field] {
            let has = |event: &Event| self.reach(event, field).contains(name);
            let total = self.set.events.iter().filter(|event| has(event)).count() as u32;
            let count = |relation| {
                let having = matching.iter().filter(|event| has(event));
                having.filter(|event| self.in_time(event, &others) == relation).count() as u32
            };
            counted.insert(name.clone(), (total, count(Relation::Certain), count(Relation::Possible)));
        }
        let mut list = Vec::new();
        let names = counted.keys().cloned();
        let parents = names.map(|name| (name.clone(), self.broader(field, &name).into_iter().next())).collect();
        self.walk(None, 0, &parents, &counted, &mut list);
        list
    }

    fn walk(
        &self,
        above: Option<&str>,
        depth: u32,
        parents: &BTreeMap<String, Option<String>>,
        counted: &BTreeMap<String, (u32, u32, u32)>,
        list: &mut Vec<(String, u32, u32, u32, u32)>,
    ) {
        let names = parents.keys();
        let mut siblings: Vec<_> = names.filter(|name| parents[*name].as_deref() == above).collect();
        siblings.sort_by_cached_key(|name| (std::cmp::Reverse(counted[*name].0), (*name).clone()));
        for name in siblings {
            let (total, certain, possible) = counted[name];
            list.push((name.clone(), depth, total, certain, possible));
            self.walk(Some(name), depth + 1, parents, counted, list);
        }
    }
}

#[derive(Clone, Debug, PartialEq, PartialOrd)]
enum SortValue {
    Number(f64),
    Text(String),
    /// Last, in the order of the number.
    Missing(u8),
}

/// The first finite bound, as far as there is one.
fn start(span: &Span) -> f64 {
    let mut bounds = vec![span.earliest_start, span.latest_start, span.earliest_end, span.latest_end];
    bounds.retain(|bound| bound.is_finite());
    bounds.first().copied().unwrap_or(f64::NEG_INFINITY)
}

fn same(one: &str, other: &str) -> bool {
    fold(one, nfkd) == fold(other, nfkd)
}

fn is_between_words(letter: char) -> bool {
    !letter.is_alphanumeric() && !"'’".contains(letter)
}

fn contains(text: &[String], needle: &[String], prefix: bool) -> bool {
    let (last, first) = needle.split_last().unwrap();
    text.windows(needle.len()).any(|window| {
        let (window_last, window_first) = window.split_last().unwrap();
        window_first == first && if prefix { window_last.starts_with(last.as_str()) } else { window_last == last }
    })
}

fn raw_values(event: &Event, field: &str) -> Vec<String> {
    let mut values = match field {
        "place" => event.places.iter().map(|place| place.name.clone()).collect(),
        "claimant" => event.claims.iter().filter_map(|claim| claim.by.clone()).collect(),
        "status" => event.claims.iter().filter_map(|claim| claim.status.clone()).collect(),
        "dating" => dating(event),
        _ => Vec::new(),
    };
    match event.fields.get(field) {
        Some(FieldValue::Texts(texts)) => values.extend(texts.iter().cloned()),
        Some(FieldValue::Number(number)) => values.push(number.to_string()),
        None => {}
    }
    values
}

/// All spans of the random sets are shorter than a day: none is coarse.
fn dating(event: &Event) -> Vec<String> {
    let mut values = Vec::new();
    let Some(span) = event.span else { return vec!["undated".to_owned()] };
    if span.qualifiers.approximate {
        values.push("approximate");
    }
    if span.qualifiers.uncertain {
        values.push("uncertain");
    }
    if !event.date_inferred.is_empty() {
        values.push("inferred");
    }
    if span.start_edge == Edge::Open || span.end_edge == Edge::Open {
        values.push("open");
    }
    if span.start_edge == Edge::Unknown || span.end_edge == Edge::Unknown {
        values.push("unknown");
    }
    if values.is_empty() {
        values.push("exact");
    }
    values.into_iter().map(str::to_owned).collect()
}

/// Vocabulary first, then values named only as broader, then what the events have; each name as first written.
fn all_values(set: &EventSet, field: &str) -> Vec<(String, Vec<String>)> {
    let mut values: Vec<(String, Vec<String>)> = Vec::new();
    let terms = set.vocabularies.get(field).map_or(&[][..], Vec::as_slice);
    for term in terms {
        values.push((term.name.clone(), term.aliases.clone()));
    }
    if field == "dating" {
        let names = ["exact", "coarse", "approximate", "uncertain", "inferred", "open", "unknown", "undated"];
        values.extend(names.map(|name| (name.to_owned(), Vec::new())));
    }
    let named = terms.iter().flat_map(|term| term.broader.clone());
    for name in named.chain(set.events.iter().flat_map(|event| raw_values(event, field))) {
        let known = values.iter().any(|(value, aliases)| aliases.iter().chain([value]).any(|other| same(other, &name)));
        if !known && !fold(&name, nfkd).is_empty() {
            values.push((name.trim().to_owned(), Vec::new()));
        }
    }
    values
}

fn meets_number(event: &Event, filter: &NumberFilter) -> bool {
    let Some(FieldValue::Number(number)) = event.fields.get(&filter.field) else { return false };
    filter.min.is_none_or(|min| min <= *number) && filter.max.is_none_or(|max| *number <= max)
}

fn collation(random: &mut Random, twin: &Twin) -> Collation {
    let mut ranks = |count: usize| (0..count).map(|_| random.below(count) as u32).collect::<Vec<_>>();
    let title = ranks(twin.set.events.len());
    let actor = ranks(twin.values["actor"].len());
    Collation {
        title: random.some(50, |_| title),
        fields: random.some(50, |_| ("actor".to_owned(), actor)).into_iter().collect(),
        ..Collation::default()
    }
}

/// The ranks of titles by row, as the store counts, rather than by position in the document.
fn by_row(collation: &Collation, store: &Store) -> Collation {
    let rank = |ranks: &Vec<u32>| (0..store.len()).map(|row| ranks[store.document_order(row) as usize]).collect();
    Collation { title: collation.title.as_ref().map(rank), fields: collation.fields.clone(), ..Collation::default() }
}

fn each_case(mut check: impl FnMut(&Twin, &Store, &Query, &mut Random)) {
    for seed in 0..SETS {
        let mut random = Random::new(seed + 1);
        let set = set(&mut random);
        let twin = Twin::new(&set);
        let store = Store::build(set.clone(), nfkd);
        for _ in 0..QUERIES_PER_SET {
            let query = query(&mut random);
            check(&twin, &store, &query, &mut random);
        }
    }
}

#[test]
fn matches_counts_and_order_are_those_of_the_twin() {
    let mut found = BTreeMap::new();
    each_case(|twin, store, query, random| {
        let collation = collation(random, twin);
        let matches = run(store, query, &by_row(&collation, store)).unwrap();
        let order = twin.sorted(query, &collation);
        let position = |row: u32| store.document_order(row);
        let found_order: Vec<u32> = matches.order.iter().copied().map(position).collect();
        assert_eq!(found_order, order, "{query:#?} {:#?}", twin.set);
        assert_eq!(matches.rows.iter().map(position).collect::<BTreeSet<_>>(), order.iter().copied().collect());
        let count = |relation, dated: bool| {
            let events = order.iter().map(|row| &twin.set.events[*row as usize]);
            events.filter(|event| event.span.is_some() == dated && twin.in_time(event, query) == relation).count()
                as u32
        };
        assert_eq!(matches.counts.total as usize, twin.set.events.len());
        assert_eq!(matches.counts.matches as usize, order.len());
        assert_eq!(matches.counts.certain, count(Relation::Certain, true), "{query:#?}");
        assert_eq!(matches.counts.possible, count(Relation::Possible, true), "{query:#?}");
        assert_eq!(matches.counts.undated, count(Relation::Certain, false), "{query:#?}");
        let timeless = Query { time: query.time.map(|_| TimeFilter::default()), ..query.clone() };
        let dated = |position: &u32| twin.set.events[*position as usize].span.is_some();
        let at_any_time: BTreeSet<_> =
            twin.sorted(&timeless, &Collation::default()).into_iter().filter(dated).collect();
        assert_eq!(matches.at_any_time.iter().map(position).filter(dated).collect::<BTreeSet<_>>(), at_any_time);
        for (what, hit) in [
            ("none", order.is_empty()),
            ("several", 2 < order.len()),
            ("possible", 0 < matches.counts.possible),
            ("by text", !order.is_empty() && query.text.iter().any(|term| !term.negate)),
            ("by value", !order.is_empty() && query.facets.iter().any(|filter| filter.mode != FacetMode::None)),
        ] {
            *found.entry(what).or_insert(0) += u32::from(hit);
        }
    });
    // The comparison is worth something only if the random queries find something, and not everything.
    assert!(found.values().all(|count| 150 < *count), "{found:?}");
}

#[test]
fn facet_counts_are_those_of_the_twin() {
    let mut nested = 0;
    each_case(|twin, store, query, _| {
        let counted = facets(store, query, &CATEGORIES).unwrap();
        for (facet, field) in counted.iter().zip(CATEGORIES) {
            let list = facet.values.iter();
            let list: Vec<_> = list.map(|v| (v.name.clone(), v.depth, v.total, v.certain, v.possible)).collect();
            // A value under two others that are under one another stands once, under the first.
            let twin_list = twin.facet(query, field);
            assert_eq!(list, twin_list, "{field} {query:#?} {:#?}", twin.set);
            nested += list.iter().filter(|(_, depth, _, certain, _)| 0 < *depth && 0 < *certain).count();
        }
    });
    assert!(500 < nested, "{nested}");
}

#[test]
fn histograms_are_those_of_the_twin() {
    let mut possible = 0;
    each_case(|twin, store, query, random| {
        let rows = run(store, query, &Collation::default()).unwrap().rows;
        let from = random.instant() + *random.pick(&[0.0, 0.5]);
        let to = from + 1.0 + random.below(30) as f64;
        let bins = 1 + random.below(40) as u32;
        let histogram = histogram(store, &rows, from, to, bins).unwrap();
        for bin in 0..bins {
            let (a, b) = (bin_edge(from, to, bins, bin), bin_edge(from, to, bins, bin + 1));
            let count = |relation| {
                let spans = rows.iter().filter_map(|row| twin.set.events[store.document_order(row) as usize].span);
                spans.filter(|span| span.relation(a, b) == relation).count() as u32
            };
            assert_eq!(histogram.certain[bin as usize], count(Relation::Certain), "{a} {b}");
            assert_eq!(histogram.possible[bin as usize], count(Relation::Possible), "{a} {b}");
            possible += histogram.possible[bin as usize];
        }
    });
    assert!(5_000 < possible, "{possible}");
}

/// The next question of a reader: often the same at another time, sometimes another.
fn next_query(random: &mut Random, before: &Query) -> Query {
    let mut next = query(random);
    match random.below(8) {
        0 => return next,
        1..=4 => {
            let by = random.below(5) as f64 - 2.0;
            let moved = |side: Option<f64>, by: f64| side.map(|side| side + by);
            let time = before.time.or(next.time).map(|time| {
                let (from, to) = (moved(time.from, by), moved(time.to, by + random.below(3) as f64));
                TimeFilter { from, to, certain_only: time.certain_only != random.chance(10) }
            });
            return Query { time: time.filter(|time| time.from < time.to || time.to.is_none()), ..before.clone() };
        }
        5 => return Query { sort: next.sort, ..before.clone() },
        6 => next = Query { facets: next.facets, ..before.clone() },
        _ => next = Query { undated: next.undated, ..before.clone() },
    }
    if random.chance(50) && !next.facets.is_empty() {
        next.facets.rotate_left(1);
    }
    next
}

/// Everything that a timeline says of its current query, against the twin.
fn check_answers(twin: &Twin, timeline: &Timeline, query: &Query, collation: &Collation, random: &mut Random) {
    let store = timeline.store();
    let position = |row: u32| store.document_order(row);
    let order = twin.sorted(query, collation);
    let counts = timeline.counts();
    assert_eq!(counts.matches as usize, order.len(), "{query:#?}");
    let possible = order.iter().filter(|row| {
        let event = &twin.set.events[**row as usize];
        twin.in_time(event, query) == Relation::Possible
    });
    assert_eq!(counts.possible as usize, possible.count(), "{query:#?}");
    let undated = order.iter().filter(|row| twin.set.events[**row as usize].span.is_none());
    assert_eq!(counts.undated as usize, undated.count(), "{query:#?}");
    assert_eq!(counts.certain + counts.possible + counts.undated, counts.matches, "{query:#?}");
    for (offset, limit) in
        [(0, 1 + random.below(3)), (random.below(order.len() + 2), random.below(200)), (0, usize::MAX)]
    {
        if random.chance(60) {
            let page = timeline.order(offset as u32, limit.min(u32::MAX as usize) as u32);
            let expected = order.iter().copied().skip(offset).take(limit);
            assert!(page.iter().map(|row| position(*row)).eq(expected), "{offset} {limit} {query:#?}");
        }
    }
    if random.chance(50) {
        let undated = order.iter().copied().filter(|row| twin.set.events[*row as usize].span.is_none());
        let found = timeline.undated_order(0, u32::MAX);
        assert!(found.iter().map(|row| position(*row)).eq(undated), "{query:#?}");
        for row in (0..store.len()).step_by(1 + order.len() / 40) {
            let place = order.iter().position(|other| *other == position(row));
            assert_eq!(timeline.position(row), place.map(|place| place as u32), "{row} {query:#?}");
        }
    }
    for _ in 0..random.below(4) {
        let field = *random.pick(&CATEGORIES);
        let facet = timeline.facets(&[field]).unwrap().remove(0);
        let list = facet.values.iter();
        let list: Vec<_> = list.map(|v| (v.name.clone(), v.depth, v.total, v.certain, v.possible)).collect();
        assert_eq!(list, twin.facet(query, field), "{field} {query:#?}");
    }
    check_histogram(twin, timeline, query, random);
}

/// Whether the event starts in `[from, to)`.
fn starts_in(span: &Span, from: f64, to: f64) -> Relation {
    let Span { earliest_start, latest_start, .. } = *span;
    if earliest_start == latest_start {
        let inside = from <= earliest_start && earliest_start < to;
        return if inside { Relation::Certain } else { Relation::Outside };
    }
    if to <= earliest_start || latest_start <= from {
        Relation::Outside
    } else if from <= earliest_start && latest_start <= to {
        Relation::Certain
    } else {
        Relation::Possible
    }
}

fn check_histogram(twin: &Twin, timeline: &Timeline, query: &Query, random: &mut Random) {
    let from = random.instant() + *random.pick(&[0.0, 0.5]);
    let (to, bins) = (from + 1.0 + random.below(30 * random.spread) as f64, 1 + random.below(40) as u32);
    let of = *random.pick(&[HistogramOf::Touching, HistogramOf::Starting]);
    let any_time = random.chance(50);
    let time = query.time.filter(|_| !any_time);
    // Without its time filter a query would find undated events, which are in no bin.
    let asked = Query { time, ..query.clone() };
    let events = twin.set.events.iter().filter(|event| event.span.is_some() && twin.matches(event, &asked));
    let spans: Vec<Span> = events.filter_map(|event| event.span).collect();
    for _ in 0..2 {
        let histogram = timeline.histogram_of(of, (from, to, bins), any_time).unwrap();
        for bin in 0..bins {
            let (a, b) = (bin_edge(from, to, bins, bin), bin_edge(from, to, bins, bin + 1));
            let count = |relation| {
                let stands = |span: &&Span| match of {
                    HistogramOf::Touching => span.relation(a, b) == relation,
                    HistogramOf::Starting => starts_in(span, a, b) == relation,
                };
                spans.iter().filter(stands).count() as u32
            };
            assert_eq!(histogram.certain[bin as usize], count(Relation::Certain), "{of:?} {a} {b} {query:#?}");
            assert_eq!(histogram.possible[bin as usize], count(Relation::Possible), "{of:?} {a} {b} {query:#?}");
        }
    }
}

/// The first matches of a query of which nothing is known yet, not even how many they are.
fn check_first(twin: &Twin, timeline: &mut Timeline, query: &Query, collation: &Collation, random: &mut Random) {
    timeline.set_query(query.clone()).unwrap();
    let order = twin.sorted(query, collation);
    if random.chance(30) {
        let all = timeline.order(0, u32::MAX);
        assert!(all.iter().map(|row| timeline.store().document_order(*row)).eq(order.iter().copied()), "{query:#?}");
    }
    for _ in 0..2 {
        let far = if random.chance(50) { order.len() + 2 } else { 60 };
        let (offset, limit) = (random.below(far), random.below(60));
        let page = timeline.order(offset as u32, limit as u32);
        let page = page.iter().map(|row| timeline.store().document_order(*row));
        assert!(page.eq(order.iter().copied().skip(offset).take(limit)), "{offset} {limit} {query:#?}");
    }
}

/// Asks one timeline question after question, so that what it keeps from one to the next must be right.
fn ask_in_turn(size: usize, questions: usize, random: &mut Random) -> u32 {
    let set = set_of(size, random);
    let twin = Twin::new(&set);
    let reading = Reading { set: set.clone(), diagnostics: Vec::new(), records: size as u32, files: Vec::new() };
    let mut timeline = Timeline::new(reading, nfkd);
    let mut collation = Collation::default();
    let (mut query, mut found) = (Query::default(), 0);
    for _ in 0..questions {
        if random.chance(5) && 0 < size {
            collation = self::collation(random, &twin);
            let by_row = by_row(&collation, timeline.store());
            let title = by_row.title.unwrap_or_else(|| (0..size as u32).collect());
            collation.title = Some(
                (0..size).map(|at| title[timeline.store().row_of_document(at as u32).unwrap() as usize]).collect(),
            );
            timeline.set_ranks("title", title).unwrap();
            let actors = collation
                .fields
                .entry("actor".to_owned())
                .or_insert_with(|| (0..twin.values["actor"].len() as u32).collect());
            timeline.set_ranks("actor", actors.clone()).unwrap();
        }
        query = next_query(random, &query);
        if random.chance(40) {
            query.sort.insert(0, SortKey { by: "start".to_owned(), descending: random.chance(50) });
        }
        if random.chance(50) {
            check_first(&twin, &mut timeline, &query, &collation, random);
        }
        let counts = timeline.query(query.clone()).unwrap();
        assert_eq!(counts, timeline.counts());
        assert_eq!(timeline.current_query(), &query);
        check_answers(&twin, &timeline, &query, &collation, random);
        found += u32::from(0 < counts.matches && counts.matches < size as u32);
    }
    found
}

#[test]
fn one_question_after_another_is_answered_as_if_it_were_the_first() {
    let found: u32 = (0..60)
        .map(|seed| {
            let mut random = Random::new(1000 + seed);
            let size = random.below(40);
            ask_in_turn(size, 40, &mut random)
        })
        .sum();
    assert!(700 < found, "{found}");
}

#[test]
fn sets_over_many_blocks_are_answered_too() {
    let sizes = [64, 65, 130, 500, 1100, 4200];
    let found: u32 = (0..)
        .zip(sizes)
        .map(|(seed, size)| {
            let mut random = Random::new(2000 + seed);
            random.spread = *random.pick(&[2, size, 10 * size]);
            ask_in_turn(size, if size < 1000 { 30 } else { 8 }, &mut random)
        })
        .sum();
    assert!(60 < found, "{found}");
}
