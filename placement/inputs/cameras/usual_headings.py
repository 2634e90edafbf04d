"""Headings under which lists of cameras have our columns, whoever wrote them."""

USUAL_HEADINGS = {
    "camera_id": (
        "camera id", "id kamery", "cislo kamery", "oznaceni kamery", "kamera", "camera", "id",
        "cislo", "oznaceni", "kod", "ref", "osm id",
    ),
    "point_id": ("point id", "id bodu", "cislo bodu", "kamerovy bod", "bod", "point", "mkb"),
    "name": (
        "camera name", "name", "nazev", "nazev bodu", "umisteni", "misto", "adresa", "ulice",
        "location", "address", "popis", "description", "nazev mista", "nazev kamery",
        "nazev lokality", "jmeno", "lokalita", "umisteni kamery",
    ),
    "status": ("status", "stav", "provoz", "in service"),
    "model": ("model", "camera model", "model kamery"),
    "kind": (
        "kind", "druh", "druh kamery", "typ", "typ kamery", "type", "camera type", "kamera typ",
        "provedeni",
    ),
    "mount_height_m": (
        "mount height m", "height m", "mount height", "height", "vyska m", "vyska",
        "vyska instalace", "vyska umisteni", "montazni vyska", "vyska montaze",
        "vyska nad terenem", "vyska nad zemi", "mounting height", "vyska osazeni", "vyska kamery",
    ),
    "azimuth_deg": (
        "azimuth deg", "azimuth", "azimut", "smer", "smer pohledu", "natoceni", "direction",
        "camera direction", "bearing", "heading", "smer snimani", "smer zaberu", "smer kamery",
        "natoceni kamery", "azimut kamery", "orientace", "orientace kamery",
    ),
    "azimuth_assumed": ("azimuth assumed", "azimut je predpoklad"),
    "width_deg": (
        "width deg", "sirka zaberu", "zorny uhel", "uhel zaberu", "field of view",
        "opening angle", "viewing angle", "angle of view",
    ),
    "tilt_deg": ("tilt deg", "tilt", "sklon", "naklon"),
    "installed": (
        "installed", "installed on", "installation date", "in service since", "start date",
        "datum instalace", "instalovano", "v provozu od", "uvedeno do provozu",
        "datum uvedeni do provozu", "spusteno",
    ),
    "provenance": ("provenance", "zdroj", "puvod"),
}  # fmt: skip
