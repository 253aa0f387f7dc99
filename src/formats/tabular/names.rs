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
        ],
    ),
    (Role::Id, &["id", "eventid", "eventidcnty", "uid", "uuid", "key", "identifier"]),
    (Role::Date, &["date", "eventdate", "when", "datum", "fecha", "pointintime"]),
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
        ],
    ),
    (Role::End, &["end", "enddate", "dateend", "until", "to", "finish", "endtime", "enddatetime", "dtend"]),
    (Role::DateText, &["displaydate", "datetext", "datelabel", "originaldate", "rawdate"]),
    (Role::Year, &["year", "startyear", "yyyy", "jahr"]),
    (Role::Month, &["month", "startmonth", "mm", "monat"]),
    (Role::Day, &["day", "startday", "dd", "tag"]),
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
    (Role::Place, &["place", "location", "placename", "wherecoordinates", "venue", "city", "where", "ort", "lieu"]),
    (Role::Latitude, &["latitude", "lat"]),
    (Role::Longitude, &["longitude", "lon", "lng", "long"]),
    (Role::Claimant, &["claimant", "source", "accordingto", "reportedby", "sourceoffice", "by"]),
    (Role::Status, &["status", "claimstatus"]),
    (Role::Citation, &["citation", "citations", "reference", "references", "sourcearticle", "sourceoriginal"]),
    (Role::Link, &["link", "url", "href", "website", "article", "sourceurl", "webpage"]),
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
    for (role, _) in names.filter_map(|name| role_of(&name)) {
        what |= role == Role::Title;
        when |= matches!(role, Role::Date | Role::Start | Role::Year);
    }
    what && when
}

/// What a column of this name means, if the name alone tells; lower is better among columns of one role.
pub(super) fn role_of(name: &str) -> Option<(Role, usize)> {
    let plain: String = name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    NAMES.iter().find_map(|(role, names)| names.iter().position(|known| *known == plain).map(|rank| (*role, rank)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_programs_are_known() {
        for (name, role) in [
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
