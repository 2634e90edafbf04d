"""Every broken case, and cases that are mended and told instead of refused."""

import geopandas as gpd
from shapely.geometry import Polygon

from tests.cli import breaking
from tests.cli.broken import Broken
from tests.cli.broken_layers import LAYERS, RASTERS
from tests.cli.broken_plans import FRAME, INFEASIBLE, PLAN_FILE
from tests.cli.broken_tables import TABLES, VALUES
from tests.pipeline import toy_case
from tests.pipeline.toy_case import CRS, X_M, Y_M

BOW_TIE = Polygon(
    [(X_M + e, Y_M + n) for e, n in ((10, 10), (50, 50), (50, 10), (10, 50), (10, 10))]
)
BOW_TIES = gpd.GeoDataFrame({"height": [9.0]}, geometry=[BOW_TIE], crs=CRS)

OUTPUT = [
    Broken(
        "output_of_another", 7, "output_not_ours", "out", breaking.foreign_output, command="plan"
    ),
    Broken(
        "output_below_a_file",
        7,
        "output_failed",
        "out",
        breaking.output_below_a_file,
        command="plan",
        output="out/maps",
    ),
    Broken(
        "output_named_like_a_device",
        7,
        "output_name",
        "nul.maps",
        lambda _: None,
        command="plan",
        output="nul.maps",
    ),
    Broken(
        "output_name_hides_letters",
        7,
        "output_name",
        "maps",
        lambda _: None,
        command="plan",
        output="maps\u202e",
    ),
]
ENDLESS = [
    Broken(
        "years_of_no_length",
        3,
        "plan_out_of_range",
        "plan.toml",
        breaking.set_to("demand", "years", to=1e-308),
        column="demand.years",
    ),
    Broken(
        "directions_without_number",
        3,
        "plan_out_of_range",
        "plan.toml",
        breaking.set_to("sites", "azimuth_step_deg", to=1e-300),
        column="sites.azimuth_step_deg",
    ),
    Broken(
        "zip_unpacks_to_a_giant",
        4,
        "file_too_large",
        "many.zip",
        breaking.packed_giant,
    ),
    Broken(
        "police_record_without_types",
        4,
        "geojson_broken",
        "police.geojson",
        breaking.police_record({"relevance": 1, "types": 5}),
        row=1,
    ),
]
ALL = [*PLAN_FILE, *FRAME, *LAYERS, *RASTERS, *TABLES, *VALUES, *INFEASIBLE, *OUTPUT, *ENDLESS]

MENDED = [
    Broken(
        "self_crossing_polygon",
        0,
        "polygons_repaired",
        "b.gpkg",
        breaking.layer("buildings", BOW_TIES, "b.gpkg"),
    ),
    Broken(
        "posts_numbered_twice",
        0,
        "ids_repeated",
        "lamp_posts.csv",
        breaking.cells("lamp_posts.csv", toy_case.lamp_posts(), id="L0"),
    ),
    Broken(
        "old_encoding",
        0,
        "encoding_guessed",
        "incidents.csv",
        lambda f: toy_case.write_rows(f / "incidents.csv", toy_case.incidents(), encoding="cp1250"),
    ),
    Broken(
        "s_jtsk_positive",
        0,
        "s_jtsk_turned",
        "incidents.csv",
        breaking.incidents_positive,
    ),
    Broken(
        "weight_of_no_type",
        0,
        "weights_unused",
        "incidents.csv",
        breaking.set_to("demand", "weights", to={"loupež": 2.0}),
    ),
]
