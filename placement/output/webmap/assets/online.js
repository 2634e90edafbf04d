// Pictures from a server, for a reader who asks for them. Until then not one request leaves the page.
const online = { name: null, failed: false };
const ONLINE = new Map(DATA.online.map((layer) => [layer.name, {
  ...layer,
  host: new URL(layer.url).host,
  tiles: L.tileLayer(layer.url, { pane: "online", maxZoom: 20, maxNativeZoom: layer.most_zoom, attribution: "" })
    .on("tileerror", onlineFails),
}]));

function onlineFails() {
  if (online.failed || online.name === null) return;
  online.failed = true;
  announce(say("map.online.failed", { host: ONLINE.get(online.name).host }));
  showLegend();
}

// Put a server's pictures below everything, or take them away (null).
function switchOnline(name) {
  for (const layer of ONLINE.values()) layer.tiles.remove();
  Object.assign(online, { name: ONLINE.has(name) ? name : null, failed: false });
  if (online.name !== null) ONLINE.get(online.name).tiles.addTo(MAP);
  MAP.getContainer().classList.toggle("pictured", online.name !== null);
  showAttribution();
  showLegend();
}

// Leaflet writes attributions as HTML, so they are put in by hand.
function showAttribution() {
  const shownNow = online.name === null ? [] : [ONLINE.get(online.name).attribution];
  const sources = [...new Set([...shownNow, ...Object.values(DATA.sources)])];
  MAP.attributionControl.getContainer().replaceChildren(given("Leaflet"), ...sources.map(given));
}
