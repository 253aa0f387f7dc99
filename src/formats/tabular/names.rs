//! What columns are called in the files people have, and what that means.

use super::super::mapping::Role;

/// Names without blanks and signs, in small letters. The first list that has the name wins.
const NAMES: [(Role, &[&str]); 32] = [
    (
        Role::Title,
        &[
            "title",
            "headline",
            "name",
            "label",
            "event",
            "eventname",
            "eventtitle",
            "summary",
            "subject",
            "content",
            "heading",
            "what",
            "dyadname",
            "titel",
            "titre",
            "titulo",
            "ereignis",
            "evento",
            "événement",
            "evenement",
            "betreff",
            "bezeichnung",
            "objet",
            "asunto",
            "nom",
            "nombre",
            "nome",
            "naam",
            "titolo",
            "título",
            "nametext",
            "titlerendered",
            "عنوان",
            "رویداد",
        ],
    ),
    (
        Role::Description,
        &[
            "description",
            "text",
            "desc",
            "body",
            "notes",
            "details",
            "abstract",
            "story",
            "beschreibung",
            "descripcion",
            "texte",
            "texto",
            "testo",
            "détails",
            "detalles",
            "bemerkungen",
            "anmerkungen",
            "توضیحات",
            "شرح",
        ],
    ),
    (Role::Id, &["id", "eventid", "eventidcnty", "uid", "uuid", "key", "identifier"]),
    (
        Role::Date,
        &[
            "date",
            "eventdate",
            "when",
            "datum",
            "fecha",
            "pointintime",
            "dates",
            "datetime",
            "dateandtime",
            "dateofevent",
            "incidentdate",
            "data",
            "datumzeit",
            "تاریخ",
        ],
    ),
    (
        Role::Start,
        &[
            "start",
            "startdate",
            "datestart",
            "begin",
            "begindate",
            "from",
            "since",
            "starttime",
            "startdatetime",
            "dtstart",
            "starts",
            "startat",
            "startsat",
            "startutc",
            "startlocal",
            "timestart",
            "datefrom",
            "fromdate",
            "validfrom",
            "beginn",
            "anfang",
            "startdatum",
            "von",
            "début",
            "debut",
            "datededébut",
            "datedebut",
            "inicio",
            "fechainicio",
            "fechadeinicio",
            "inizio",
            "datainicio",
            "born",
            "birth",
            "birthdate",
            "dateofbirth",
            "geboren",
        ],
    ),
    (
        Role::End,
        &[
            "end",
            "enddate",
            "dateend",
            "until",
            "to",
            "finish",
            "endtime",
            "enddatetime",
            "dtend",
            "ends",
            "endat",
            "endsat",
            "endutc",
            "endlocal",
            "timeend",
            "dateto",
            "todate",
            "validto",
            "validuntil",
            "ende",
            "enddatum",
            "bis",
            "fin",
            "datedefin",
            "datefin",
            "fechafin",
            "fechadefin",
            "fine",
            "datafim",
            "died",
            "death",
            "deathdate",
            "dateofdeath",
            "gestorben",
        ],
    ),
    (Role::DateText, &["displaydate", "datetext", "datelabel", "originaldate", "rawdate"]),
    (
        Role::Year,
        &["year", "startyear", "yyyy", "jahr", "iyear", "année", "annee", "año", "anno", "ano", "jaar", "سال"],
    ),
    (Role::Month, &["month", "startmonth", "mm", "monat", "imonth", "mois", "mes", "mese", "maand", "ماه"]),
    (Role::Day, &["day", "startday", "dd", "tag", "iday", "jour", "día", "giorno", "dag", "روز"]),
    (Role::Time, &["time"]),
    (Role::EndYear, &["endyear"]),
    (Role::EndMonth, &["endmonth"]),
    (Role::EndDay, &["endday"]),
    (Role::EndTime, &["endtimeofday"]),
    (Role::PrecisionUcdp, &["dateprec", "dateprecision"]),
    (Role::PrecisionAcled, &["timeprecision"]),
    (
        Role::PrecisionWikidata,
        &["precision", "timeprecisioncode", "dateprecisioncode", "pointintimeprecision", "startprecision"],
    ),
    (
        Role::Place,
        &[
            "place",
            "location",
            "placename",
            "wherecoordinates",
            "venue",
            "city",
            "where",
            "ort",
            "lieu",
            "luogo",
            "lugar",
            "plaats",
            "standort",
            "veranstaltungsort",
            "مکان",
        ],
    ),
    (Role::Latitude, &["latitude", "lat", "breitengrad", "latitud", "geolat"]),
    (
        Role::Longitude,
        &["longitude", "lon", "lng", "long", "längengrad", "laengengrad", "longitud", "geolon", "geolng"],
    ),
    (Role::Claimant, &["claimant", "source", "accordingto", "reportedby", "sourceoffice", "by"]),
    (Role::Status, &["status", "claimstatus"]),
    (Role::Citation, &["citation", "citations", "reference", "references", "sourcearticle", "sourceoriginal"]),
    (Role::Link, &["link", "url", "href", "website", "article", "sourceurl", "webpage", "permalink", "enlace", "lien"]),
    (Role::Media, &["media", "image", "picture", "photo", "video", "mediaurl", "imageurl"]),
    (Role::MediaCaption, &["mediacaption", "caption"]),
    (Role::MediaCredit, &["mediacredit", "credit"]),
    (Role::MediaAlt, &["mediaalt", "alt", "mediaalttext", "alttext"]),
    (Role::PartOf, &["partof", "parent", "parentid"]),
    (Role::RowType, &["type"]),
    (Role::Ignore, &["mediathumbnail", "background"]),
];

/// Whether a record with members of these names is an event: one names what happened, one when.
pub(in super::super) fn tell_of_event<'n>(names: impl Iterator<Item = std::borrow::Cow<'n, str>>) -> bool {
    let (mut what, mut when) = (false, false);
    for name in names {
        let role = role_of(&name).map(|(role, _)| role);
        what |= role == Some(Role::Title);
        when |= matches!(role, Some(Role::Date | Role::Start | Role::Year)) || role.is_none() && 1 < tells_when(&name);
    }
    what && when
}

/// Whether a record with members of these names may be an event: one names what happened or when.
pub(in super::super) fn tell_of_anything<'n>(mut names: impl Iterator<Item = std::borrow::Cow<'n, str>>) -> bool {
    names.any(|name| match role_of(&name) {
        Some((role, _)) => matches!(role, Role::Title | Role::Date | Role::Start | Role::Year | Role::Time),
        None => 1 < tells_when(&name),
    })
}

/// What is in a name whose column may well be the date of an event, and what in one whose date is only that of the record.
const TELL_WHEN: [&str; 13] = [
    "date",
    "datum",
    "fecha",
    "time",
    "when",
    "occur",
    "publi",
    "releas",
    "zeit",
    "heure",
    "hora",
    "تاریخ",
    "timestamp",
];
const TELL_OF_RECORD: [&str; 10] =
    ["updat", "modif", "creat", "changed", "retriev", "access", "download", "reminder", "export", "upload"];

/// How well a name fits the date of an event: 2 well, 1 as any other, 0 badly.
pub(super) fn tells_when(name: &str) -> u8 {
    let name = name.to_lowercase();
    if TELL_OF_RECORD.iter().any(|part| name.contains(part)) {
        0
    } else {
        1 + u8::from(TELL_WHEN.iter().any(|part| name.contains(part)))
    }
}

/// Whether a name says that its column names things.
pub(super) fn tells_what(name: &str) -> bool {
    let name = name.to_lowercase();
    ["name", "title", "titel", "headline", "event", "label", "nom", "عنوان"].iter().any(|part| name.contains(part))
}

/// The name of the column whose precision a column of this name has; empty where it does not say.
pub(super) fn precision_of(name: &str) -> Option<String> {
    let plain = plain(name);
    let rest = plain.strip_suffix("code").unwrap_or(&plain).strip_suffix("precision")?;
    Some(rest.strip_suffix("time").unwrap_or(rest).to_owned())
}

/// A name without blanks and signs, in small letters.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a column of this name means, if the name alone tells; lower is better among columns of one role.
pub(super) fn role_of(name: &str) -> Option<(Role, usize)> {
    let plain = plain(name);
    let known =
        |(role, names): &(Role, &[&str])| names.iter().position(|known| *known == plain).map(|rank| (*role, rank));
    // Of which date it is the precision, its name says too.
    NAMES.iter().find_map(known).or_else(|| precision_of(name).map(|_| (Role::PrecisionWikidata, NAMES.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_programs_are_known() {
        for (name, role) in [
            ("start.utc", Role::Start),
            ("iyear", Role::Year),
            ("Événement", Role::Title),
            ("Beginn", Role::Start),
            ("Headline", Role::Title),
            ("End Year", Role::EndYear),
            ("Display Date", Role::DateText),
            ("date_start", Role::Start),
            ("date_prec", Role::PrecisionUcdp),
            ("time_precision", Role::PrecisionAcled),
            ("event_id_cnty", Role::Id),
            ("event_date", Role::Date),
            ("LONGITUDE", Role::Longitude),
            ("content", Role::Title),
        ] {
            assert_eq!(role_of(name).map(|(role, _)| role), Some(role), "{name}");
        }
        assert_eq!(role_of("fatalities"), None);
    }

    #[test]
    fn no_name_stands_twice() {
        let mut names: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
