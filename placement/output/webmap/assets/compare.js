// Before and after: left of a line the town as it is today, right of it the phase shown.
const compare = { on: false, shown: false, share: 0.5 };
const STEP = 0.05;

function clip(name, from, to) {
  const size = MAP.getSize();
  const a = MAP.containerPointToLayerPoint([from * size.x, 0]), b = MAP.containerPointToLayerPoint([to * size.x, size.y]);
  MAP.getPane(name).style.clipPath = compare.on
    ? `polygon(${a.x}px ${a.y}px, ${b.x}px ${a.y}px, ${b.x}px ${b.y}px, ${a.x}px ${b.y}px)` : "";
}

function drawCompared() {
  clip("added", compare.share, 1);
  clip("double", compare.share, 1);
  clip("blind", compare.share, 1);
  clip("blindToday", 0, compare.share);
  const limit = compare.share * MAP.getSize().x;
  DATA.cameras.forEach((camera, index) => {
    const node = markers[index].getElement();
    if (!node) return;
    const hidden = compare.on && camera.phase > 0 && MAP.latLngToContainerPoint(markers[index].getLatLng()).x < limit;
    node.style.visibility = hidden ? "hidden" : "";
  });
}

function showCompare() {
  if (!compare.on && !compare.shown) return;
  compare.shown = compare.on;
  el("compare").setAttribute("aria-pressed", String(compare.on));
  for (const id of ["divider", "before", "after"]) el(id).hidden = !compare.on;
  el("divider").style.left = `${100 * compare.share}%`;
  const text = say("map.compare.value", { share: percent(compare.share, 0), phase: short(phaseName(state.phase), 40) });
  el("divider").setAttribute("aria-valuenow", String(Math.round(100 * compare.share)));
  el("divider").setAttribute("aria-valuetext", text);
  const told = (phase) => given(say("map.compare.state", { name: short(phaseName(phase), 24), share: percent(claim(DATA.phases[phase])) }));
  el("before").replaceChildren("◀ ", told(0));
  el("after").replaceChildren(told(state.phase), " ▶");
  drawCompared();
}

function moveDivider(share) {
  compare.share = Math.max(0, Math.min(1, share));
  showCompare();
}

function toggleCompare(on = !compare.on) {
  compare.on = on;
  if (on && state.phase === 0) state.phase = DATA.phases.length - 1;
  Object.assign(state, on ? { chosen: null } : {});
  if (on) el("legend").open = false; // it would lie over today
  showAll();
  if (on) announce(say("map.compare.hint"));
}

function dividerKey(event) {
  const steps = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, Home: -1, End: 1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  event.stopPropagation();
  moveDivider(compare.share + steps[event.key]);
}

function startCompare() {
  const line = el("divider");
  el("compare").hidden = DATA.phases.length < 2;
  el("compare").addEventListener("click", () => toggleCompare());
  line.addEventListener("keydown", dividerKey);
  line.addEventListener("pointerdown", (event) => { line.setPointerCapture(event.pointerId); event.preventDefault(); line.focus(); });
  line.addEventListener("pointermove", (event) => {
    if (!line.hasPointerCapture(event.pointerId)) return;
    const box = el("frame").getBoundingClientRect();
    moveDivider((event.clientX - box.left) / box.width);
  });
  MAP.on("move zoom viewreset resize", drawCompared);
}
