import pytest
from django.core.exceptions import ValidationError

from blog.models.authors import check_orcid


@pytest.mark.parametrize("value", ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"])
def test_orcid_ids_with_a_right_checksum_are_taken(value):
    check_orcid(value)


@pytest.mark.parametrize(
    "value",
    [
        "0000-0002-1825-0098",
        "0000-0002-1694-2330",
        "0000000218250097",
        "0000-0002-1825-009",
        "0000-0002-X825-0097",
        "https://orcid.org/0000-0002-1825-0097",
        "",
    ],
)
def test_others_are_not(value):
    with pytest.raises(ValidationError):
        check_orcid(value)
