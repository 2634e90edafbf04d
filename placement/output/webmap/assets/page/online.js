// Pictures from a server, for a reader who asks for them. Until then not one request leaves the page.
import { DATA } from "./data.js";
import { announce, isolated } from "./dom.js";
import { MAP } from "./map.js";
import { publish } from "./state.js";
import { translate } from "./words.js";

/**
 * The layer that is switched on, and whether its server failed.
 * @type {{ name: string | null, failed: boolean }}
 */
export const online = { name: null, failed: false };
export const ONLINE_LAYERS = new Map(DATA.online.map((layer) => [layer.name, {
  attribution: layer.attribution,
  host: new URL(layer.url).host,
  tiles: L.tileLayer(layer.url, { pane: "online", maxZoom: 20, maxNativeZoom: layer.most_zoom, attribution: "" })
    .on("tileerror", reportFailure),
}]));

function currentLayer() {
  return online.name === null ? undefined : ONLINE_LAYERS.get(online.name);
}

function reportFailure() {
  const layer = currentLayer();
  if (online.failed || !layer) return;
  online.failed = true;
  announce(translate("map.online.failed", { host: layer.host }));
  publish("legend");
}

/**
 * Put a server's pictures below everything, or take them away.
 * @param {string | null} name
 */
export function switchOnline(name) {
  for (const layer of ONLINE_LAYERS.values()) layer.tiles.remove();
  Object.assign(online, { name, failed: false });
  currentLayer()?.tiles.addTo(MAP);
  MAP.getContainer().classList.toggle("pictured", name !== null);
  showAttribution();
  publish("legend");
}

/** Show where the data come from; Leaflet writes attributions as HTML, so they are put in by hand. */
export function showAttribution() {
  const layer = currentLayer();
  const sources = new Set([...(layer ? [layer.attribution] : []), ...Object.values(DATA.sources)]);
  MAP.attributionControl.getContainer()?.replaceChildren(isolated("Leaflet"), ...[...sources].map(isolated));
}
