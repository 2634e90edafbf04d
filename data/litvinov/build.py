"""Build the layers of the Litvínov case: `python data/litvinov/build.py [FOLDER]`.

The same tables give the same bytes. Without a folder the layers are written beside this script.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import geopandas as gpd
import pandas as pd
from building import events, files, houses, network, outlines, relief, roadside, tables

HERE = Path(__file__).resolve().parent
SLAB_YARD_M = 7.0
"""Ground around a drawn slab that grid streets keep off."""


def streets_and_buildings(
    land: dict[str, gpd.GeoDataFrame],
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return the noded streets and the buildings, which keep off each other."""
    slabs = houses.slabs()
    axes = network.drawn()
    forbidden = outlines.impassable(land).union(slabs.buffer(SLAB_YARD_M).union_all())
    grids = network.grids(axes, forbidden=forbidden)
    parts = gpd.GeoDataFrame(pd.concat([axes, grids], ignore_index=True), crs=tables.CRS)
    streets = network.noded(parts)
    return streets, houses.fill(slabs, streets, free=outlines.kept_free(land))


def write_outlines(target: Path) -> None:
    """Write the boundary, the planned area, the parts of the town and the heritage zone."""
    frames = {
        "boundary": [({"name": "Litvínov"}, outlines.boundary())],
        "area": [({"name": "zastavěné území"}, outlines.planned())],
        "districts": [
            ({"name": row["name"], "inhabitants": number(row["inhabitants"])}, shape)
            for row, shape in outlines.districts()
        ],
        "no_mount": [
            ({"name": row["name"], "reason": row["reason"]}, shape)
            for row, shape in outlines.of("no_mount")
        ],
    }
    for name, items in frames.items():
        layer = "district" if name == "districts" else name
        rows = {row["name"]: row for row in tables.rows("outlines") if row["layer"] == layer}
        first = next(iter(rows.values()))
        records = [{**record, **credit(rows.get(record["name"], first))} for record, _ in items]
        files.geojson(records, [shape for _, shape in items], target / f"{name}.geojson")


def credit(row: dict[str, str]) -> dict[str, str]:
    """Return where a record comes from."""
    return {key: row[key] for key in ("provenance", "source")}


def number(written: str) -> int | None:
    """Return a whole number of a table, None where nothing is known."""
    return int(written) if written else None


def write_trouble_spots(target: Path) -> None:
    """Write the documented trouble spots as places of their own kind, with source and date."""
    stops = {
        row["name"]: tables.to_plane(float(row["lon"]), float(row["lat"]))
        for row in tables.rows("places")
        if row["kind"] == "stop"
    }
    found = outlines.trouble_spots(stops)
    records = [
        {"name": row["name"], "kind": "trouble spot", **credit(row), "url": row["url"]}
        for row, _ in found
    ]
    files.geojson(records, [shape for _, shape in found], target / "trouble_spots.geojson")


def write_tables(target: Path) -> None:
    """Write the tables that are shipped as they are drawn: places, their types, cameras."""
    for name in ("places", "place_types", "cameras"):
        rows = tables.rows(name)
        files.table(list(rows[0]), [list(row.values()) for row in rows], target / f"{name}.csv")


def main(target: Path) -> None:
    """Write every layer of the case into a folder."""
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.gpkg"):
        old.unlink()
    land = outlines.land()
    town = outlines.planned()
    streets, buildings = streets_and_buildings(land)
    files.layer(streets, target / "streets.gpkg", "streets")
    files.layer(buildings, target / "buildings.gpkg", "buildings")
    spaces = outlines.spaces(land, buildings)
    files.geojson(
        spaces.drop(columns="geometry").to_dict("records"),
        spaces.geometry.to_list(),
        target / "spaces.geojson",
    )
    trees = roadside.trees(streets, buildings, land, town=town)
    files.layer(trees, target / "trees.gpkg", "trees")
    for name, frame in land.items():
        files.layer(frame, target / "landuse.gpkg", name)
    files.raster(
        relief.heights(),
        target / "terrain.tif",
        west=relief.WEST,
        north=relief.NORTH,
        cell_m=relief.CELL_M,
    )
    carriers = roadside.carriers(streets, buildings, land["railway"], lit=town)
    head = ("carrier_id", "kind", "lon", "lat", "mount_height_m", "street")
    files.table(head, carriers, target / "lamp_posts.csv")
    incidents = events.incidents(streets, outlines.districts(), town=town)
    files.table(
        events.HEAD,
        incidents,
        target / "incidents-synthetic.csv",
        delimiter=";",
        encoding="utf-8-sig",
    )
    write_outlines(target)
    write_trouble_spots(target)
    write_tables(target)
    print(f"streets: {len(streets)} pieces, {streets.length.sum() / 1000:.1f} km")
    print(f"named streets: {streets.loc[streets['name'] != '', 'name'].nunique()}")
    print(f"public spaces: {len(spaces)}, {spaces.area.sum() / 1e4:.1f} ha")
    print(f"buildings: {len(buildings)}, trees: {len(trees)}, carriers: {len(carriers)}")
    print(f"incidents (synthetic): {len(incidents)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
