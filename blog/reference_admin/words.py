"""What editors are told about pasting and merging."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.merging import Obstacle
from blog.pasting import MatchedBy, Status
from blog.reference_formats import MAX_ENTRIES, MAX_LENGTH, Fault, Format

FORMATS: Mapping[Format, str] = {Format.BIBTEX: "BibTeX", Format.RIS: "RIS", Format.CSL_JSON: "CSL-JSON"}

FAULTS: Mapping[Fault, str | Promise] = {
    Fault.EMPTY: _("There is nothing in here."),
    Fault.TOO_LONG: _("This is longer than can be read at once: please paste at most %(most)s characters.")
    % {"most": f"{MAX_LENGTH:,}"},
    Fault.TOO_MANY: _("This is more than can be read at once: please paste at most %(most)s references.")
    % {"most": MAX_ENTRIES},
    Fault.UNKNOWN_FORMAT: _("This looks like none of BibTeX, RIS and CSL-JSON."),
    Fault.BROKEN: _("This breaks off or has a bracket too many or too few."),
    Fault.NOT_A_RECORD: _("This stands outside of any reference."),
    Fault.NO_TITLE: _("This has no title."),
}

STATUSES: Mapping[Status, str | Promise] = {
    Status.NEW: _("New"),
    Status.KNOWN: _("Already here"),
    Status.REPEATED: _("Twice in this list"),
    Status.UNREAD: _("Can't be read"),
}

MATCHES: Mapping[MatchedBy, str | Promise] = {
    MatchedBy.DOI: _("same DOI"),
    MatchedBy.PMID: _("same PubMed number"),
    MatchedBy.TITLE: _("same title and year"),
}

OBSTACLES: Mapping[Obstacle, str | Promise] = {
    Obstacle.ITSELF: _("A reference can't be merged into itself. Please choose another one."),
    Obstacle.MERGED_ALREADY: _("This reference is merged into another one already."),
    Obstacle.TARGET_MERGED: _("That reference is itself merged into another one. Please choose the other one."),
    Obstacle.NOT_MERGED: _("This reference is not merged into another one."),
}
