// A small town as the page's data: two streets, a square, three cameras; made by hand, held to its type.
/** @import { CameraData, PackedPolygon, PageData, PhaseData } from "../../placement/output/webmap/assets/page_data.js" */

/**
 * A square whose south-western corner lies at an offset from the origin, in millionths of a degree.
 * @param {number} east
 * @param {number} north
 * @param {number} side
 * @returns {PackedPolygon[]}
 */
export function square(east, north, side) {
  return [[[east, north, side, 0, 0, side, -side, 0]]];
}

/**
 * @param {string} id
 * @param {Partial<CameraData>} facts
 * @returns {CameraData}
 */
export function camera(id, facts) {
  return { id, point: `P-${id}`, name: id, status: "new", phase: 1, removed_in: null, state: null, mask_count: null, masked: null, number: 1, order: 1, model: "Pevná", kind: "fixed", circle: false, half: false,
    lon: 13.6, lat: 50.6, height: 4, carrier: "pole", azimuth: 90, tilt: 10, assumed: false, model_assumed: false, height_assumed: false,
    cost: 155000, cost_unknown: false, beyond_data: 0, seen: 3, gain: 2, street: "Mostecká", district: "Centrum", top: [], provenance: "documented", ...facts };
}

/**
 * @param {Partial<PhaseData>} figures
 * @returns {PhaseData}
 */
export function phase(figures) {
  return { name: "", cameras: 1, added: 0, points: 1, value: 2, bound: 2, share: 0.2, uncertain: false, alike: null, reachable: 0, gap: 0,
    spent: 0, cost: 0, least: false, per_point: null, hot: null, ...figures };
}

/** @type {PageData} */
export const PAGE_DATA = {
  language: "cs", words: { cs: {}, en: {} }, synthetic: true, case: "Ves", unit: "incidents_per_year", total: 10, density: 62.5,
  level: "observe", levels: [["detect", 25], ["observe", 62.5]], required: 1,
  phases: [phase({}), phase({ name: "1. etapa", cameras: 3, added: 2, share: 0.5 })],
  phase_colours: ["#0b5a94", "#00663f"],
  controller: { cs: [], en: [] },
  hot: null,
  cameras: [
    camera("K1", { name: "náměstí Míru × Žižkova", status: "existing", phase: 0, number: 1, gain: 0, cost: 0 }),
    camera("K2", { name: "Mostecká", number: 2, street: "Čapkova", gain: 2 }),
    camera("K3", { name: "U Zámku", status: "out of service", phase: 0, number: 3, street: "Cihlářská", gain: 0, cost: 0 }),
  ],
  list: [
    { name: "name", header: "Název", decimals: 0, values: ["náměstí Míru × Žižkova", "=Mostecká, \"A\"", "U Zámku"] },
    { name: "status", header: "Stav", decimals: 0, words: "lists.status", values: ["existing", "new", "out of service"] },
    { name: "azimuth_assumed", header: "Předpoklad", decimals: 0, value: false },
    { name: "height_m", header: "Výška [m]", decimals: 2, exact: true, values: [4, 5.5, 6.123456] },
    { name: "x_m", header: "Východní souřadnice x [m]", decimals: 2, values: [-790000.5, -1, null] },
  ],
  walks: [{ phase: null, cameras: [1] }, { phase: 0, cameras: [0] }, { phase: 1, cameras: [1] }],
  gains: [], step: 15, withheld: [], provenance: {}, sources: {}, assumptions: [], removals: { cs: [], en: [] }, dispensable: { cs: [], en: [] }, caveats: { cs: [], en: [] }, online: [],
  local: { crs: "EPSG:5514", extent: [13.5, 50.5, 13.7, 50.7], powers: [[0, 0], [1, 0], [0, 1]], east: [-790000, 7000, 0], north: [-978000, 0, 11000] },
  facades: [], masked: [], homes_assessed: false, privacy: { cs: [], en: [] }, origin: [13600000, 50600000],
  views: [
    [0, 0, 0, 400, square(0, 0, 400)],
    [0, 1, 0, 100, square(0, 0, 200)],
    [1, 0, 1, 900, square(0, 0, 600)],
    [1, 1, 0, 100, square(100, 100, 200)],
    [2, 1, 0, 900, square(0, 0, 600)],
  ],
  double: [[1, square(100, 100, 100), null]],
  places: [["school", "ZŠ Lom", 50, 50, 0, []], ["stop", "Lom, škola", 150, 150, 1, []], ["stop", "", 900, 900, -1, []]],
  demand: { streets: [["Mostecká", 20, [7.5, 12.25], [0, 1], 0, [], []], ["", 0, [], [], 90, [], []]], street: [0, 0, 1], rate: [5, 0.5, 3], seen: [0, -1, -1], cells: [2], hot: [0],
    line: [[0, 0, 100, 0], [300, 0, 100, 0], [0, 300, 100, 0, 0, 100]] },
  streets: [[], [], [[0, 0, 400, 0]], [[0, 500, 90, 0]]], street_names: [[], [], [0], [-1]],
  names: [["Mostecká", 100, 0, 0], ["náměstí Míru", 200, 200, 30]],
  buildings: square(50, 50, 40), area: [square(-100, -100, 1200)],
  districts: [["Západ", square(-100, -100, 600), 200, 200]],
  backdrop: [["water", "area", square(0, 500, 50)], ["railway", "line", [[0, 0, 10, 10]]]],
  heat: [1, 2, 4], bounds: [[50.5999, 13.5999], [50.6011, 13.6011]],
};
