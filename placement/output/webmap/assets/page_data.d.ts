// The page's data: the one JSON block that `webmap/data.py` writes and `page/data.js` reads.
// tests/output/test_webmap_data.py holds this description and what Python writes together.

export type Language = "cs" | "en";

/** Longitude and latitude steps, [x0, y0, dx1, dy1 ...], in millionths of a degree from `origin`. */
export type PackedLine = number[];
/** Rings of one polygon, the outer one first. */
export type PackedPolygon = PackedLine[];

/** Rows: short in the file, turned into named fields by `core/town.js` only. */
export type LevelRow = [name: string, density_px_m: number];
export type ViewRow = [camera: number, level: number, reachable: 0 | 1, area_m2: number, polygons: PackedPolygon[]];
export type DoubleCoverRow = [since_phase: number, polygons: PackedPolygon[]];
/** Offsets are millionths of a degree from `origin`; the phase is -1 for a place that is never seen. */
export type PlaceRow = [kind: string, name: string, east: number, north: number, seen_phase: number];
export type StreetNameRow = [name: string, east: number, north: number, turn_deg: number];
export type DistrictRow = [name: string, polygons: PackedPolygon[], east: number, north: number];
export type BackdropRow =
  | [kind: string, form: "area", polygons: PackedPolygon[]]
  | [kind: string, form: "line", lines: PackedLine[]];

/** Demand by pieces of streets and squares: one entry a piece in each of the long lists. */
export interface DemandData {
  names: string[];
  /** Index in `names`. */
  street: number[];
  /** Expected a year on 100 m. */
  rate: number[];
  /** First phase in which the piece is seen, -1 for never. */
  seen: number[];
  /** The same by night, in a plan for day and night. */
  seen_night?: number[];
  /** Indices of pieces that are areas. */
  cells: number[];
  /** Indices of pieces that stand out of chance. */
  hot: number[];
  line: PackedLine[];
}

/** Cross-fitted share of a phase, with the ends of its interval. */
export interface CrossFittedData {
  share: number;
  low: number;
  high: number;
}

/** Something by day and by night: shares of what is expected then, or demand. */
export interface ByTimeData {
  day: number;
  night: number;
}

/** How sure the target is, from repeated plans. */
export interface RobustnessData {
  plans: number;
  loss: number;
  back: number;
}

/** Figures of one phase; today is the first. Money in CZK, demand in `unit`. */
export interface PhaseData {
  name: string;
  cameras: number;
  added: number;
  points: number;
  value: number;
  bound: number;
  share: number;
  honest?: CrossFittedData;
  /** Whether the share must not be said without its interval. */
  uncertain: boolean;
  /** Share where every incident weighs the same; null where it is not known apart. */
  alike: number | null;
  /** Shares seen, in a plan for day and night. */
  by_time?: ByTimeData;
  reachable: number;
  gap: number;
  gained: number;
  spent: number | null;
  /** Of the new cameras until its end; null where it is withheld. */
  cost: number | null;
  /** Whether some price is not known: `cost` is then a lower bound, and 0 says nothing. */
  least: boolean;
  /** CZK for one percentage point. */
  per_point: number | null;
  /** Share of the length of hot streets that is seen. */
  hot: number | null;
  /** Only in the last phase. */
  robust?: RobustnessData;
}

/** What the figures of hot streets rest on. */
export interface HotStreetData {
  tested: boolean;
  share: number;
}

/** The next best place of a camera. */
export interface AlternativeData {
  street: string;
  carrier: string;
  model: string;
  lon: number;
  lat: number;
  loss: number;
}

/** One camera. The public edition has null for each fact whose column is in `withheld`. */
export interface CameraData {
  id: string;
  point: string;
  name: string;
  status: "existing" | "new" | "out of service";
  phase: number;
  rank: number;
  /** Place among the new cameras by gain, from 1; 0 for others. */
  order: number | null;
  model: string | null;
  kind: string | null;
  circle: boolean;
  /** Whether it would see the whole circle but for the wall it hangs on. */
  half: boolean;
  lon: number;
  lat: number;
  height: number | null;
  carrier: string | null;
  azimuth: number | null;
  tilt: number | null;
  assumed: boolean | null;
  model_assumed: boolean | null;
  height_assumed: boolean | null;
  cost: number | null;
  /** Whether its price or that of its point is not known. */
  cost_unknown: boolean | null;
  /** Share of the ground in its picture that lies beyond the data. */
  beyond_data: number | null;
  seen: number | null;
  gain: number | null;
  street: string;
  district: string;
  top: string[] | null;
  provenance: string | null;
  /** Demand it sees, in a plan for day and night. */
  by_time?: ByTimeData;
  confidence?: number;
  lost?: number;
  alternative?: AlternativeData;
}

export type Cell = string | number | boolean | null;

/** A column of the list of cameras, with a cell for each camera or one for all. */
export interface ListColumnData {
  name: string;
  /** In Czech, with the unit. */
  header: string;
  decimals: number;
  /** Whether numbers keep all their digits, and have `decimals` at least. */
  exact?: true;
  /** Where the words of its values are. */
  words?: string;
  value?: Cell;
  values?: Cell[];
}

/** What a part of the town gets, today and in the end. */
export interface DistrictData {
  name: string;
  before: number;
  after: number;
  expected: number;
  seen_before: number;
  seen_after: number;
}

export interface CurvePointData {
  cameras: number;
  value: number;
  bound: number;
}

export interface CurveData {
  points: CurvePointData[];
  /** Cameras at the knee; null where the curve does not bend. */
  knee: number | null;
}

export interface BudgetPointData {
  /** 0 is what stands today. [Kč] */
  budget_czk: number;
  cost_czk: number;
  cameras: number;
  value: number;
  bound: number;
}

export interface MoneyCurveData {
  points: BudgetPointData[];
  /** Budget at the knee; null where the curve does not bend. [Kč] */
  knee_czk: number | null;
}

/** Tiles of a server, for a reader who asks for them. */
export interface OnlineLayerData {
  name: string;
  url: string;
  attribution: string;
  most_zoom: number;
}

/** Polynomial from scaled longitude and latitude to a projected system. */
export interface ProjectionData {
  crs: string;
  /** West, south, east, north of where it holds. [°] */
  extent: [west: number, south: number, east: number, north: number];
  powers: [east: number, north: number][];
  east: number[];
  north: number[];
}

/** A what-if question and what it changes, as sentences. */
export interface Question {
  asked: string;
  changed: string;
}

export interface PageData {
  language: Language;
  words: Record<Language, Record<string, string>>;
  synthetic: boolean;
  interrupted?: true;
  /** What the share of given cameras rests on; absent where cameras were chosen. */
  evaluated?: "plan" | "as many" | "independent" | "none";
  /** What the plan answers, and what that changes, where it answers a question. */
  question?: Record<Language, Question>;
  case: string;
  unit: string;
  total: number;
  density: number;
  level: string;
  /** Levels of detail, the coarsest first. */
  levels: LevelRow[];
  /** Index of the level at which a place counts as seen. */
  required: number;
  phases: PhaseData[];
  hot: HotStreetData | null;
  cameras: CameraData[];
  /** The cameras once more, as the lists of the result have them. */
  list: ListColumnData[];
  gains: DistrictData[];
  /** What each number of cameras could see; absent unless asked for. */
  curve?: CurveData;
  /** What each budget could see; absent unless asked for. */
  money?: MoneyCurveData;
  /** Step of the directions offered; 0 for all, null where it is not told. [°] */
  step: number | null;
  /** Columns of the lists that this edition leaves out. */
  withheld: string[];
  provenance: Record<string, string>;
  sources: Record<string, string>;
  assumptions: string[];
  /** Sentences that stand with the first one. */
  caveats: Record<Language, string[]>;
  online: OnlineLayerData[];
  local: ProjectionData;
  /** Areas that must not be looked into. */
  privacy: PackedPolygon[][];
  /** Longitude and latitude that packed lines count from. [10⁻⁶ °] */
  origin: [east: number, north: number];
  views: ViewRow[];
  double: DoubleCoverRow[];
  places: PlaceRow[];
  demand: DemandData;
  /** Lines by grade, from main roads to paths. */
  streets: PackedLine[][];
  names: StreetNameRow[];
  buildings: PackedPolygon[];
  area: PackedPolygon[][];
  districts: DistrictRow[];
  backdrop: BackdropRow[];
  /** Where the classes of `demand.rate` begin. */
  heat: number[];
  /** South-western and north-eastern corner of what the map opens on, latitude first. [°] */
  bounds: [southwest: [lat: number, lng: number], northeast: [lat: number, lng: number]];
}
