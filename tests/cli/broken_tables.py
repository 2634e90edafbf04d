"""Tables that cannot be used: as text, and by their values."""

from tests.cli import breaking
from tests.cli.broken import Broken
from tests.pipeline import toy_case
from tests.pipeline.toy_case import edit_rows, write_rows

INCIDENTS, CAMERAS, POSTS = toy_case.incidents(), toy_case.cameras(), toy_case.lamp_posts()
TABLES = [
    Broken(
        "no_known_encoding",
        4,
        "text_undecodable",
        "incidents.csv",
        breaking.content(
            "incidents.csv",
            b"id,x,y,type\n1,-792000,-978000,kr\xe1de\x9e\n2,-792000,-978001,\x81\n",
        ),
        row=3,
    ),
    Broken(
        "utf16_without_mark",
        4,
        "nul_bytes",
        "incidents.csv",
        breaking.content("incidents.csv", "id,x,y\n1,-792000,-978000\n".encode("utf-16-le")),
        row=1,
    ),
    Broken(
        "no_rows",
        4,
        "table_without_rows",
        "incidents.csv",
        breaking.lines("incidents.csv", "id,x,y,date,type"),
    ),
    Broken("no_bytes", 4, "table_empty", "incidents.csv", breaking.content("incidents.csv", b"")),
    Broken(
        "no_header",
        4,
        "header_missing",
        "incidents.csv",
        breaking.lines("incidents.csv", "1,-792000,-978000", "2,-792001,-978001"),
        row=1,
    ),
    Broken(
        "header_twice",
        4,
        "header_duplicate",
        "incidents.csv",
        breaking.lines("incidents.csv", "id,x,x", "1,-792000,-978000"),
        row=1,
    ),
    Broken(
        "ragged_rows",
        4,
        "rows_ragged",
        "incidents.csv",
        breaking.lines(
            "incidents.csv", "id,x,y", "1,-792000,-978000", "2,-792001", "3,-792002,-978002"
        ),
        row=3,
    ),
    Broken(
        "open_quote",
        4,
        "quote_open",
        "incidents.csv",
        breaking.lines(
            "incidents.csv", "id,x,y,type", "1,-792000,-978000,fight", '2,-792001,-978001,"theft'
        ),
        row=3,
    ),
    Broken(
        "ruined_by_excel",
        4,
        "excel_ruined",
        "incidents.csv",
        breaking.cells("incidents.csv", INCIDENTS, x="-792.034.000"),
        row=4,
        column="x",
    ),
    Broken(
        "spreadsheet_named_csv", 4, "file_is_spreadsheet", "incidents.csv", breaking.spreadsheet
    ),
    Broken(
        "pdf_named_csv",
        4,
        "file_is_not_text",
        "incidents.csv",
        breaking.content("incidents.csv", b"%PDF-1.7\n\x00"),
    ),
    Broken("truncated_zip", 4, "zip_broken", "incidents.zip", breaking.truncated_zip),
    Broken(
        "no_coordinates",
        4,
        "coordinates_not_found",
        "incidents.csv",
        breaking.incidents_without("x", "y"),
    ),
    Broken(
        "zero_coordinates",
        4,
        "coordinates_all_zero",
        "incidents.csv",
        breaking.incidents_at(0, 0),
        column="x, y",
    ),
    Broken(
        "empty_coordinates",
        4,
        "coordinates_all_empty",
        "incidents.csv",
        breaking.incidents_at("", ""),
        column="x, y",
    ),
    Broken(
        "table_axes_swapped",
        4,
        "columns_swapped",
        "incidents.csv",
        breaking.incidents_swapped,
        row=2,
        column="lon, lat",
    ),
    Broken(
        "incidents_outside", 4, "all_outside", "incidents.csv", breaking.moved_incidents(30_000.0)
    ),
]
VALUES = [
    Broken(
        "camera_twice",
        4,
        "camera_ids_repeated",
        "cameras.csv",
        lambda f: write_rows(f / "cameras.csv", [*CAMERAS, CAMERAS[0]]),
        row=2,
        column="camera_id",
    ),
    Broken(
        "camera_model_unknown",
        4,
        "camera_model_unknown",
        "cameras.csv",
        lambda f: edit_rows(f / "cameras.csv", CAMERAS, {1: {"model": "Sony"}}),
        row=3,
        column="model",
    ),
    Broken(
        "camera_status_unknown",
        4,
        "value_not_a_choice",
        "cameras.csv",
        lambda f: edit_rows(f / "cameras.csv", CAMERAS, {1: {"status": "maybe"}}),
        row=3,
        column="status",
    ),
    Broken(
        "camera_azimuth_too_large",
        4,
        "value_out_of_range",
        "cameras.csv",
        lambda f: edit_rows(f / "cameras.csv", CAMERAS, {0: {"azimuth_deg": "4000"}}),
        row=2,
        column="azimuth_deg",
    ),
    Broken(
        "camera_height_negative",
        4,
        "value_out_of_range",
        "cameras.csv",
        lambda f: edit_rows(f / "cameras.csv", CAMERAS, {1: {"mount_height_m": -5}}),
        row=3,
        column="mount_height_m",
    ),
    Broken(
        "post_height_negative",
        4,
        "value_out_of_range",
        "lamp_posts.csv",
        breaking.cells("lamp_posts.csv", POSTS, height=-6),
        row=4,
        column="mount_height_m",
    ),
    Broken(
        "building_height_negative",
        4,
        "value_out_of_range",
        "b.gpkg",
        breaking.layer("buildings", toy_case.buildings().assign(height=-3.5), "b.gpkg"),
        row=1,
        column="height_m",
    ),
]
