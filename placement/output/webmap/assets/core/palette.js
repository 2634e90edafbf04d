// Colours and widths of what is drawn. Contrasts are checked by tests/output/test_webmap_parts.py.

export const HEAT = ["#c17d35", "#b8601a", "#a03c10", "#7a1a1e", "#3f0a24"];
export const HEAT_WIDTH = [2, 2.5, 3.5, 5, 7];
export const LADDER = ["#b9d6ec", "#8fbfe2", "#5f9fd0", "#3a7fb8", "#14568f", "#08335c", "#041c38"];
export const LADDER_EDGE = "#08335c";
/** How views are drawn, in the colours of the phases: a dark line in a light rim stands out from houses and from pictures taken from the air. */
export const VIEW_OPACITY = 0.3;
export const NEW_DASH = "6 3";
export const CASING = "#ffffff";
export const REACHABLE = "#6a3d9a";
export const BLIND = "#111111";
export const DAY_ONLY = "#2b2f8f";
export const DOUBLE = "#1c2430";
export const HOT = "#0a0a0a";
/** Walls of homes in the picture, by how dense: from afar, from near. */
export const FACADE = ["#00829a", "#00343d"];
/** What masks hide of a view: grey, and lines across it. */
export const MASKED = "#8a8f96";
export const MASKED_LINE = "#33373d";
export const PLACE = "#8a4b00";
export const DISTRICT = "#6b3fa0";
export const AREA = "#333";
/** A chosen street or part of the town: its line, the rim around it, and what is in view of it. */
export const CHOICE_LINE = "#1c2430";
export const CHOICE_CASING = "#ffffff";
export const CHOICE_IN_VIEW = "#ffd42a";
export const HOUSE = "#d5d0c8";
/** @type {Record<string, string>} */
export const BACKDROP = { water: "#b9d7ea", woods: "#cfe0c3", park: "#dcebcf", railway: "#b5b5b5" };
export const BACKDROP_OTHER = "#bbb";
/** Symbols of cameras by status. */
export const COLOUR = { existing: "#0b5a94", new: "#00663f", "out of service": "#5c6470", "to be removed": "#33241b", "to be replaced": "#33241b" };
