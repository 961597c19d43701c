"""Who a site is: what stands in the head of its documents and in its feeds."""

from dataclasses import dataclass

from django.conf import settings
from wagtail.models import Site

from blog.payloads.basics import Picture
from blog.pictures import images_by_id, picture
from website.brand.models import SiteBrand


@dataclass(frozen=True, slots=True)
class Identity:
    """A site's name, the words under it, its pictures, and the addresses of its accounts elsewhere."""

    name: str
    tagline: str = ""
    logo: Picture | None = None
    share_picture: Picture | None = None
    accounts: tuple[str, ...] = ()


def brand_of(site: Site) -> SiteBrand:
    """Return what is set for `site`, or what holds when nothing is. No statement for a viewer's site."""
    try:
        brand: SiteBrand = site.sitebrand
    except SiteBrand.DoesNotExist:
        return SiteBrand(site=site)
    return brand


def site_name(site: Site) -> str:
    """Return what the site calls itself."""
    return str(brand_of(site).name or site.site_name or settings.WAGTAIL_SITE_NAME)


def identity(site: Site, *, pictured: bool = True) -> Identity:
    """Return who `site` is, without its pictures unless `pictured`.

    They cost one statement, and a second if files of them are still to be made.
    """
    brand = brand_of(site)
    pictures = pictures_of(brand) if pictured else {"logo": None, "share_picture": None}
    return Identity(
        name=site_name(site),
        tagline=brand.tagline,
        logo=pictures["logo"],
        share_picture=pictures["share_picture"],
        accounts=tuple(each["value"]["address"] for each in brand.social.raw_data),
    )


def pictures_of(brand: SiteBrand) -> dict[str, Picture | None]:
    """Return the pictures of the brand by the name of the field; a logo is described by the name of the site."""
    keys = {field: getattr(brand, f"{field}_id") for field in ("logo", "logo_dark", "share_picture")}
    found = images_by_id({key for key in keys.values() if key})
    name = site_name(brand.site)
    alts = {"logo": name, "logo_dark": name, "share_picture": ""}
    return {field: picture(found[key], alt=alts[field]) if key in found else None for field, key in keys.items()}
