"""The folder of the public edition, below that of the whole result."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from placement.config.output import OutputSection
from placement.output import geopackage, public_edition
from placement.output.folder import MANIFEST, PROGRAM, PUBLIC
from placement.output.layer_styles import styles_of
from placement.output.layer_tables import layer_tables
from placement.output.layers import Layers
from placement.output.lists import formats as camera_lists
from placement.output.manifest import FORMAT, fingerprint
from placement.output.paper.document import pdf
from placement.output.paper.sheets import A4
from placement.output.webmap import page
from placement.plan import Plan
from placement.texts import Language
from placement.worker import IN_PLACE, Task, Worker


def write(
    plan: Plan,
    layers: Layers,
    folder: Path,
    *,
    language: Language,
    output: OutputSection,
    ground: Mapping[str, Any] | None = None,
    paper: Task[bytes] | None = None,
) -> None:
    """Write what may be published of a result into a new folder, with a manifest of its own.

    The manifest names no inputs: the hash of a small file lets a guess at its content be proved.
    The sheet of paper is drawn here unless `begin_paper` has begun it.
    """
    public = public_edition.plan_of(plan, withhold=output.withhold)
    drawn = public_edition.layers_of(public, layers)
    html = page.render(public, drawn, language=language, online=output.online_layers, ground=ground)
    files = {
        "map.html": html.encode("utf-8", errors="replace"),
        **camera_lists.camera_files(public, drawn, language=language),
    }
    if output.paper:
        begun = paper or begin_paper(plan, layers, language=language, output=output)
        files["map-a4.pdf"] = begun.result()
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    frames = public_edition.frames_of(public, drawn)
    geopackage.write_tables(
        frames,
        folder / "cameras.gpkg",
        tables=layer_tables(),
        styles=styles_of(frames, language=language),
    )
    account = {
        "format": FORMAT,
        "program": PROGRAM,
        "edition": PUBLIC,
        "case": public.case,
        "synthetic": public.synthetic,
        "outputs": {file.name: fingerprint(file) for file in sorted(folder.iterdir())},
        "crs": public.crs,
        "provenance": dict(public.provenance),
        "sources": dict(public.sources),
        "withheld": list(public.withheld),
    }
    json_text = json.dumps(account, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / MANIFEST).write_bytes(f"{json_text}\n".encode("utf-8", errors="replace"))


def begin_paper(
    plan: Plan,
    layers: Layers,
    *,
    language: Language,
    output: OutputSection,
    worker: Worker = IN_PLACE,
) -> Task[bytes]:
    """Begin to draw the sheet of paper of the public edition."""
    return worker.call(_paper, plan, layers, language, output)


def _paper(plan: Plan, layers: Layers, language: Language, output: OutputSection) -> bytes:
    public = public_edition.plan_of(plan, withhold=output.withhold)
    drawn = public_edition.layers_of(public, layers)
    return pdf(public, drawn, paper=A4, language=language, date=output.date)
