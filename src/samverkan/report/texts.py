"""The words of the network view, for its template and its script."""

from samverkan.language import N_, _

PURPOSES = {
    "twin": N_("to pair with"),
    "learning": N_("to learn from"),
    "project": N_("for a joint project"),
    "join": N_("to join"),
}
"""What a suggestion is for, by the name of the purpose."""

_TEXTS = {
    "heading": N_("The network"),
    "no_script": N_("The picture needs JavaScript. The tables of this page say the same without it."),
    "controls": N_("Search and filter"),
    "search": N_("Find an actor or a theme"),
    "search_example": N_("e.g. Gävle"),
    "hits": N_("Hits"),
    "no_hits": N_("No hits"),
    "n_hits": N_("Hits: {n}"),
    "show": N_("Show"),
    "lines": N_("Lines"),
    "line_known": N_("Known tie, broader when several"),
    "line_suggested": N_("Suggested tie"),
    "line_gap": N_("Missing tie"),
    "tie_types": N_("Kinds of ties"),
    "theme": N_("Theme"),
    "all_themes": N_("No theme"),
    "year": N_("Ties begun by"),
    "undated": N_("Ties without a year are always shown: {n}."),
    "all_on": N_("Show all again"),
    "picture": N_("Picture of the network"),
    "picture_says": N_(
        "Picture of {nodes} actors and activities and {ties} ties between them. The list and the tables say the same."
    ),
    "groups_say": N_("Picture of {nodes} groups of actors and activities. Search for one to see its surroundings."),
    "picture_help": N_("Arrow keys move the picture, + and − zoom."),
    "wheel_help": N_("Hold Ctrl to zoom with the wheel."),
    "zoom_in": N_("Zoom in"),
    "zoom_out": N_("Zoom out"),
    "zoom_all": N_("Show all"),
    "save": N_("Save the picture"),
    "touch": N_("Move the picture"),
    "touch_end": N_("Scroll the page again"),
    "details": N_("About what is chosen"),
    "see": N_("See the picture"),
    "back": N_("Back to the whole network"),
    "read_heading": N_("How to read it"),
    "read": N_(
        "Each mark is a city, an organisation or something that they do together; each line a known tie. Choose one to "
        "see whom it is tied to, with whom it ought to talk, and why."
    ),
    "gaps_heading": N_("What is missing"),
    "most_heading": N_("Most relations"),
    "n_ties": N_("{n} ties"),
    "one_tie": N_("1 tie"),
    "no_ties": N_("No known tie. That does not mean that there is none: the data say nothing."),
    "thin": N_("The data say little about this actor."),
    "inhabitants": N_("{n} inhabitants"),
    "suggested_heading": N_("Ought to talk with"),
    "suggested_to_heading": N_("Suggested to"),
    "why": N_("Why?"),
    "introduced": N_("Can introduce them: {names}"),
    "has_tie": N_("a known tie already"),
    "little": N_("little is known"),
    "unknown": N_("nothing is known but its place"),
    "gaps_about": N_("What is missing here"),
    "ties_heading": N_("Known relations"),
    "themes_heading": N_("Works with the themes"),
    "hidden_ties": N_("{n} more ties are hidden by the filters."),
    "sources_heading": N_("Sources"),
    "several": N_("{n} relations"),
    "since": N_("since {year}"),
    "until": N_("until {year}"),
    "theme_is": N_("Theme"),
    "theme_part": N_("Focus area in the theme {theme}"),
    "theme_own": N_("Work with it"),
    "theme_through": N_("Are in an activity that works with it"),
    "theme_parts": N_("Focus areas in it"),
    "nobody": N_("Nobody that is known."),
    "gap_about": N_("It is about"),
    "gap_fill": N_("Could fill it"),
    "gap_by": N_("Could bridge it"),
    "show_more": N_("Show {n} more"),
    "status_chosen": N_("{name}, {kind}: {ties} known relations, {suggested} suggested."),
    "status_theme": N_("{name}: {n} work with it."),
    "status_gap": N_("Missing: {text}"),
    "status_whole": N_("The whole network is shown."),
    "status_filter": N_("{n} actors and activities and {ties} ties are shown."),
    "alone": N_("No known relation: {n}"),
    "members": N_("{n} members"),
    "credit": N_("Source: the data of this report"),
}


def viewer_texts() -> dict[str, str]:
    """Return all of them in the language in use."""
    return {name: _(text) for name, text in _TEXTS.items()}
