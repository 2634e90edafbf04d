// Paper: the map is laid out anew for a sheet and drawn as vectors; afterwards all is put back.
// A style shrinks or grows it to the sheet, scale bar and signs together.
const SHEET_PX = [1200, 630];
const paper = { before: null, drawn: [], vectors: [] };

// Lines and areas as vectors, so that paper gets them sharp and at once: canvases wait for the next picture.
function asVectors() {
  const vectors = Object.fromEntries(Object.keys(PANES).map((name) => [name, L.svg({ pane: name, padding: 0 })]));
  Object.assign(paper, { drawn: [], vectors: Object.values(vectors) });
  MAP.eachLayer((layer) => { if (layer instanceof L.Path) paper.drawn.push([layer, layer.options.renderer]); });
  for (const [layer] of paper.drawn) drawBy(layer, vectors[layer.options.pane]);
}

function drawBy(layer, renderer) {
  MAP.removeLayer(layer);
  layer.options.renderer = renderer;
  MAP.addLayer(layer);
}

function look({ centre, zoom, whole }) {
  MAP.invalidateSize({ animate: false, pan: false });
  if (whole) showWhole();
  else MAP.setView(centre, zoom, { animate: false });
}

function forPaper() {
  if (paper.before) return;
  paper.before = { centre: MAP.getCenter(), zoom: MAP.getZoom(), whole: MAP.getBounds().contains(DATA.bounds), open: el("legend").open };
  const [width, height] = SHEET_PX;
  Object.assign(el("frame").style, { width: `${width}px`, height: `${height}px`, flex: "none" });
  el("legend").open = true;
  look(paper.before);
  asVectors();
}

function forScreen() {
  if (!paper.before) return;
  Object.assign(el("frame").style, { width: "", height: "", flex: "" });
  el("legend").open = paper.before.open;
  for (const [layer, renderer] of paper.drawn) drawBy(layer, renderer);
  for (const vector of paper.vectors) vector.remove();
  look({ ...paper.before, whole: false });
  paper.before = null;
}

function startPaper() {
  addEventListener("beforeprint", forPaper);
  addEventListener("afterprint", forScreen);
}
