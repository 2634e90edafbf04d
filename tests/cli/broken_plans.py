"""Plan files that cannot be used, and plans that cannot be met."""

from tests.cli import breaking
from tests.cli.broken import Broken
from tests.pipeline import toy_case

TOO_FEW = [{"name": "1. etapa", "cameras": 1}]
TOO_CHEAP = [{"name": "1. etapa", "cameras": 4, "budget_czk": 1000.0}]

PLAN_FILE = [
    Broken("no_plan_file", 3, "plan_missing", "case", lambda f: (f / "plan.toml").unlink()),
    Broken(
        "not_toml",
        3,
        "plan_not_toml",
        "plan.toml",
        breaking.lines("plan.toml", "[case]", "name = "),
        row=2,
    ),
    Broken(
        "not_utf8",
        3,
        "plan_not_utf8",
        "plan.toml",
        breaking.content("plan.toml", b'[case]\nname = "\xe8"\n'),
        row=2,
    ),
    Broken(
        "unknown_key",
        3,
        "plan_unknown_key",
        "plan.toml",
        breaking.set_to("sites", "spacing", to=40),
        column="sites.spacing",
    ),
    Broken(
        "unknown_section",
        3,
        "plan_unknown_key",
        "plan.toml",
        breaking.set_to("site", to={}),
        column="site",
    ),
    Broken(
        "unit_in_value",
        3,
        "plan_not_number",
        "plan.toml",
        breaking.set_to("sites", "spacing_m", to="40 m"),
        column="sites.spacing_m",
    ),
    Broken(
        "negative_spacing",
        3,
        "plan_out_of_range",
        "plan.toml",
        breaking.set_to("sites", "spacing_m", to=-40.0),
        column="sites.spacing_m",
    ),
    Broken(
        "phases_fall",
        3,
        "plan_phases_fall",
        "plan.toml",
        breaking.set_to("phases", to=[{"name": "a", "cameras": 9}, {"name": "b", "cameras": 5}]),
        column="phases.1.cameras",
    ),
    Broken(
        "phase_without_limit",
        3,
        "plan_phase_without_limit",
        "plan.toml",
        breaking.set_to("phases", to=[{"name": "a"}]),
        column="phases.0",
    ),
    Broken(
        "budget_without_price",
        3,
        "plan_price_missing",
        "plan.toml",
        breaking.set_to(
            "camera_models",
            to=[{key: value for key, value in toy_case.fixed().items() if key != "cost_czk"}],
        ),
        column="camera_models.0.cost_czk",
    ),
    Broken(
        "no_phases", 3, "plan_missing_key", "plan.toml", breaking.without("phases"), column="phases"
    ),
    Broken(
        "two_models_alike",
        3,
        "plan_duplicate_model",
        "plan.toml",
        breaking.set_to("camera_models", to=[toy_case.fixed(), toy_case.fixed()]),
        column="camera_models",
    ),
    Broken(
        "nothing_to_buy",
        3,
        "plan_nothing_to_buy",
        "plan.toml",
        breaking.planned(breaking.nothing_to_buy),
        column="camera_models",
    ),
    Broken(
        "unknown_default_model",
        3,
        "plan_unknown_model",
        "plan.toml",
        breaking.set_to("existing", "default_model", to="dome"),
        column="existing.default_model",
    ),
    Broken(
        "unknown_level",
        3,
        "plan_unknown_level",
        "plan.toml",
        breaking.set_to("viewshed", "detail_level", to="see well"),
        column="viewshed",
    ),
    Broken(
        "rectilinear_too_wide",
        3,
        "plan_rectilinear_too_wide",
        "plan.toml",
        breaking.set_to("camera_models", 1, "projection", to="rectilinear"),
        column="camera_models.1",
    ),
    Broken(
        "lixel_too_long",
        3,
        "plan_lixel_too_long",
        "plan.toml",
        breaking.set_to("demand", "lixel_m", to=30.0),
        column="demand.lixel_m",
    ),
    Broken(
        "provenance_no_choice",
        3,
        "plan_choice",
        "plan.toml",
        breaking.given("streets", provenance="from a friend"),
        column="inputs.streets.provenance",
    ),
]
FRAME = [
    Broken(
        "missing_file",
        4,
        "input_missing",
        "plan.toml",
        lambda folder: (folder / "terrain.tif").unlink(),
        column="inputs.terrain.path",
    ),
    Broken(
        "geographic_working_system",
        3,
        "crs_not_metric",
        "plan.toml",
        breaking.set_to("case", "crs", to="EPSG:4326"),
        column="case.crs",
    ),
    Broken(
        "unknown_working_system",
        3,
        "crs_unknown",
        "plan.toml",
        breaking.set_to("case", "crs", to="Krovak"),
        column="case.crs",
    ),
    Broken(
        "grid_too_large",
        4,
        "grid_too_large",
        "plan.toml",
        breaking.both(
            breaking.planned(
                lambda p: (
                    p["viewshed"].update(cell_m=0.1),
                    p["camera_models"][0].update(range_m=2000.0),
                )
            )
        ),
        column="viewshed.cell_m",
    ),
]
INFEASIBLE = [
    Broken(
        "area_without_street",
        4,
        "no_streets",
        "plan.toml",
        breaking.tiny_area,
        column="inputs.area",
    ),
    Broken(
        "more_existing_than_target",
        5,
        "phase_below_existing",
        "plan.toml",
        breaking.set_to("phases", to=TOO_FEW),
    ),
    Broken(
        "more_existing_than_target_planned",
        5,
        "phase_below_existing",
        "plan.toml",
        breaking.set_to("phases", to=TOO_FEW),
        command="plan",
    ),
    Broken(
        "budget_below_one_camera",
        5,
        "phase_buys_nothing",
        "plan.toml",
        breaking.set_to("phases", to=TOO_CHEAP),
    ),
    Broken(
        "budget_below_one_camera_planned",
        5,
        "phase_buys_nothing",
        "plan.toml",
        breaking.set_to("phases", to=TOO_CHEAP),
        command="plan",
    ),
    Broken("no_site", 5, "no_sites", "plan.toml", breaking.everywhere_forbidden, column="sites"),
]
