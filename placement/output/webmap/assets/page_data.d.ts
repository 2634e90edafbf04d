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
/** Seen twice from a phase on, and before another; null: for good. */
export type DoubleCoverRow = [since_phase: number, polygons: PackedPolygon[], until_phase: number | null];
/** Offsets are millionths of a degree from `origin`; the phase is -1 for a place that is never seen; then those in which it is unseen again. */
export type PlaceRow = [kind: string, name: string, east: number, north: number, seen_phase: number, unseen_phases: number[]];
export type StreetNameRow = [name: string, east: number, north: number, turn_deg: number];
/** Metres or square metres in view by phase; empty where none ever is. Cameras are indices in `cameras`, in the order of building. */
export type StreetRow = [name: string, length_m: number, seen_m: number[], cameras: number[], area_m2: number, seen_m2: number[], seen_night_m: number[]];
export type DistrictRow = [name: string, polygons: PackedPolygon[], east: number, north: number];
export type BackdropRow =
  | [kind: string, form: "area", polygons: PackedPolygon[]]
  | [kind: string, form: "line", lines: PackedLine[]];

/** Demand by pieces of streets and squares: one entry a piece in each of the long lists. */
export interface DemandData {
  /** What is in view of each street; ways without a name are one each between two crossings. */
  streets: StreetRow[];
  /** Index in `streets`. */
  street: number[];
  /** Expected a year on 100 m. */
  rate: number[];
  /** First phase in which the piece is seen, -1 for never. */
  seen: number[];
  /** A piece and the later phases in which it is unseen again, of a plan that takes cameras down. */
  unseen?: number[][];
  unseen_night?: number[][];
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
  /** Absent where the plan file gives none. */
  name_en?: string;
  /** Year or years in which it is built; absent where they are not known. */
  years?: string;
  cameras: number;
  added: number;
  /** Standing cameras taken down in it; absent where there are none. */
  removed?: number;
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
  status: "existing" | "new" | "out of service" | "to be removed" | "to be replaced";
  phase: number;
  /** Phase in which a standing one is taken down; null: it stays. */
  removed_in: number | null;
  /** State in the town's register, as `register.state` has it; null: the case has none. */
  state: string | null;
  /** Masks in its pictures, and what they hide of its demand. */
  mask_count: number | null;
  masked: number | null;
  number: number;
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
  /** Price of its new cameras; null where none is known. [Kč] */
  cost: number | null;
  /** Of its streets. [m] */
  length?: number;
  /** Of these in view, by phase. [m] */
  seen_length?: number[];
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
  /** Rules of the plan that the curve does not keep. */
  omitted_rules: number;
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
  /** Rules of the plan that the curve does not keep. */
  omitted_rules: number;
}

export interface HomesPointData {
  /** Façades of homes that all cameras together may have in view, and those of the plan. [m²] */
  most_m2: number;
  area_m2: number;
  cameras: number;
  value: number;
  bound: number;
}

export interface CentreWords {
  /** Names of the phases, today first. */
  phases: string[];
  /** What it is, then its value in each phase. */
  rows: string[][];
  sentences: string[];
  /** How much of it is assumed. */
  assumed: string;
  /** Where the page speaks of the control room. */
  apart: string;
  /** Of each number: what it is, its value, its band, where it is from. */
  parameters: string[][];
}

export interface CentreYear {
  year: number;
  /** What is bought, and bought again. [Kč] */
  once: number;
  /** What runs by the year. [Kč] */
  running: number;
  /** What the town pays itself. [Kč] */
  own: number;
}

export interface CentreStorage {
  /** Recordings while they are kept, and the ends of their band. [TB] */
  net: number;
  low: number;
  high: number;
}

export interface CentreStaffing {
  /** Whether the hours are those of the town's incidents. */
  measured: boolean;
  /** Operators that each hour of the week asks for, Monday 0:00 first. */
  needed: number[];
  seats: number[];
}

export interface CentreData {
  words: Record<Language, CentreWords>;
  years: CentreYear[];
  storage: CentreStorage[];
  staffing: CentreStaffing;
}

export interface HomesCurveData {
  points: HomesPointData[];
  /** Area at the knee; null where the curve does not bend. [m²] */
  knee_m2: number | null;
  /** Rules of the plan that the curve does not keep. */
  omitted_rules: number;
  /** From which homes count. */
  density_px_m: number;
  /** What counts of a turning camera: its home view, or all it can turn to. */
  in_view: "home" | "reach";
  /** What the plan has in view today and in the end of each phase. [m²] */
  phases_m2: number[];
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

/** Whole numbers: zigzag, seven bits a byte, base64; `core/varints.js` reads them. */
export type PackedNumbers = string;

/** The lens of a head or a preset, with the direction of its axis from the camera's own. */
export interface HeadData {
  hfov_deg: number;
  vfov_deg: number;
  width_px: number;
  projection: "rectilinear" | "f-theta" | "equisolid" | "panoramic";
  /** Pixels per radian in the middle of the picture. */
  axis_px_rad: number;
  /** Below the horizon, in the model's own tilt. */
  tilt_deg: number;
  azimuth_offset_deg: number;
}

/** From where, and with how many pixels, a face or a plate counts. */
export interface PurposeData {
  vertical_deg: number;
  horizontal_deg: number;
  density_px_m: number;
}

/** A camera model of the plan file. */
export interface ModelData {
  name: string;
  /** Whether the plan may buy it. */
  buy: boolean;
  /** 0 where it is not known. [Kč] */
  cost_czk: number;
  tilt_deg: number;
  range_m: number;
  /** How far its own light reaches by night. */
  night_range_m: number;
  turning: boolean;
  zoom: number;
  /** Whether every azimuth is in its picture. */
  circle: boolean;
  hfov_deg: number;
  heads: HeadData[];
  /** Whether the heads are the presets of a round: it always has the least density of them. */
  presets: boolean;
  purpose: PurposeData | null;
  /** Clockwise from grid north. */
  lane_azimuth_deg: number | null;
}

/** The ground on a lattice near streets and sites; nodes in runs, as `webmap/ground.py` writes them. */
export interface TerrainData {
  step_m: number;
  columns: number;
  rows: number;
  /** The north-western node, from the origin. */
  west_m: number;
  north_m: number;
  nodes: PackedNumbers;
  /** So far is it off at 99 of 100 streets and sites. */
  error_m: number;
}

/** A body of which a share must be visible. */
export interface PersonData {
  low_m: number;
  high_m: number;
  share: number;
}

/** The case's own ground, as sight is judged by: whole centimetres from `origin_m` and `base_m`. */
export interface ReliefData {
  /** Light and shadow, see-through elsewhere, rows from the north, as an address of data. */
  picture: string;
  /** Its south-western and north-eastern corner, latitude first. [°] */
  bounds: [southwest: [lat: number, lng: number], northeast: [lat: number, lng: number]];
}

export interface GroundData {
  /** From longitude and latitude to the working system. */
  projection: ProjectionData;
  origin_m: [east_m: number, north_m: number];
  /** What heights count from: metres above the sea, or above the plain. */
  base_m: number;
  /** Cells of the exact engine's raster; all ground in a cell has one height. */
  cell_m: number;
  /** Its north-western corner, from the origin. */
  frame_m: [west_m: number, north_m: number];
  target_height_m: number;
  person: PersonData | null;
  /** Houses: step of the top, 0, rings; of each ring its number of corners and steps to them. */
  houses: PackedNumbers;
  /** The same of what one looks through below: instead of 0 how far the underside lies below the top. */
  raised: PackedNumbers;
  /** Null where all ground is level, at `base_m`. */
  terrain: TerrainData | null;
  /** Crowns, column by column: steps of x and y, radius, steps of the base, height above it. */
  crowns: PackedNumbers;
  /** So many crowns a line may pass. */
  crowns_through: number;
  models: ModelData[];
}

/** A round past cameras of one district. */
export interface WalkData {
  /** Only its cameras; null: all that are new. */
  phase: number | null;
  /** Their indices in walking order. */
  cameras: number[];
}

/** The most that 0, 1 … new cameras are worth at one price of money: see docs/methods.md. */
export interface WorthData {
  /** Demand for a crown. */
  money_price: number;
  most: number[];
}

/** A camera of the plan as it hangs, from the origin and the base of the ground. */
export interface LiveCameraData {
  /** Its place in `cameras`. */
  camera: number;
  x_m: number;
  y_m: number;
  ground_m: number;
  /** Above the ground. */
  height_m: number;
  /** Clockwise from grid north. */
  azimuth_deg: number;
  tilt_deg: number;
  /** Where its wall faces; null where it hangs free. */
  facing_deg: number | null;
  /** Index in the ground's models. */
  model: number;
  /** Whether it stands today and the plan may take it down; absent where not. */
  may_go?: true;
  /** Steps of the demand points that its masks take from it; absent where there are none. */
  masked?: PackedNumbers;
  /** Number of a head or preset, and corners in shares of its picture; absent where there are none. */
  masks?: [picture: number, corners: [across: number, down: number][]][];
}

/** Demand by night, in a plan for day and night. */
export interface NightDemandData {
  weight: PackedNumbers;
  price: PackedNumbers;
  /** Steps of the demand points that lamps light. */
  lit: PackedNumbers;
}

/** Demand points that ask for more pixels than all. */
export type DenserRow = [density_px_m: number, points: PackedNumbers];
export type CarrierKindRow = [kind: string, point_czk: number];

/** What "what if" is answered with: demand points, cameras, carriers, prices of demand. */
export interface LiveData {
  /** Steps between steps of place and height of the ground, in whole centimetres. */
  x: PackedNumbers;
  y: PackedNumbers;
  z: PackedNumbers;
  /** In parts of `weight_unit`. */
  weight: PackedNumbers;
  /** In `price_parts` of the weight. */
  price: PackedNumbers;
  night?: NightDemandData;
  weight_unit: number;
  price_parts: number;
  /** So much do the weights differ from the plan's in all. */
  slack: number;
  denser: DenserRow[];
  /** Steps of the demand points that `demand` does not draw. */
  left_out: PackedNumbers;
  /** None where cameras were given and not chosen: nothing bounds them then. */
  worths: WorthData[];
  /** Those that stand when all is built. */
  cameras: LiveCameraData[];
  /** Those that the plan takes down. */
  gone: LiveCameraData[];
  /** What the plan pays for taking those down, and for one more. [Kč] */
  removals_czk: number;
  removal_czk: number;
  /** Column by column, from west to east: steps of x and y, twice the kind and 1 for a site of the plan, height, facing in tenths of a degree or -1. */
  carriers: PackedNumbers;
  kinds: CarrierKindRow[];
  /** Of a point on no carrier. [Kč] */
  point_czk: number;
  per_point: number;
  mount_height_m: number;
  required_px_m: number;
  /** Of all phases together; null where some has none. [Kč] */
  budget_czk: number | null;
  /** Of the plan when it is finished. */
  value: number;
  bound: number;
}

/** Houses, those of one street and part of the town together; numbers are steps from one house to the next, 0 where there is none. */
export interface AddressData {
  /** Positions are told in so many millionths of a degree. */
  unit: number;
  streets: string[];
  parts: string[];
  /** Street, part and how many houses, group by group. */
  groups: PackedNumbers;
  house: PackedNumbers;
  /** Numbers along the street. */
  along: PackedNumbers;
  /** Letters after them, by the house's index. */
  letters: [index: number, letter: string][];
  /** Indices of those whose house number is a registration number. */
  huts: PackedNumbers;
  lon: PackedNumbers;
  lat: PackedNumbers;
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
  /** Of the cameras that each phase builds, and of what they see. */
  phase_colours: string[];
  hot: HotStreetData | null;
  cameras: CameraData[];
  /** The cameras once more, as the lists of the result have them. */
  list: ListColumnData[];
  gains: DistrictData[];
  /** What each number of cameras could see; absent unless asked for. */
  curve?: CurveData;
  /** What each budget could see; absent unless asked for. */
  money?: MoneyCurveData;
  homes?: HomesCurveData;
  /** Rounds that a site visit follows, district by district; of the internal edition alone. */
  walks?: WalkData[];
  /** What the plan asks of the operations centre; of the internal edition alone. */
  centre?: CentreData;
  /** Why nobody can tell: the town's numbers contradict each other. */
  centre_problem?: Record<Language, string>;
  /** Step of the directions offered; 0 for all, null where it is not told. [°] */
  step: number | null;
  /** Columns of the lists that this edition leaves out. */
  withheld: string[];
  provenance: Record<string, string>;
  sources: Record<string, string>;
  assumptions: string[];
  /** Sentences that stand with the first one. */
  caveats: Record<Language, string[]>;
  /** Which standing cameras the plan takes down. */
  removals: Record<Language, string[]>;
  /** Which standing cameras the plan would hardly miss. */
  dispensable: Record<Language, string[]>;
  /** Who answers for the recordings, and how long they are kept. */
  controller: Record<Language, string[]>;
  online: OnlineLayerData[];
  local: ProjectionData;
  /** Areas that must not be looked into. */
  /** Camera, pixel density and line of each wall of a home in its picture. */
  /** What of homes is in the picture, as sentences. */
  privacy: Record<Language, string[]>;
  facades: [camera: number, density_px_m: number, line: PackedLine][];
  /** Camera, level (the coarsest, or the one that counts), size, share of its view and outline of where its masks hide who stands there. */
  masked: [camera: number, level: number, area_m2: number, share: number, polygons: PackedPolygon[]][];
  /** Whether the plan works out what of homes is in the picture. */
  homes_assessed: boolean;
  /** Pixel densities from which homes count, where the plan says what of them is in the picture. */
  facade_levels?: number[];
  /** Longitude and latitude that packed lines count from. [10⁻⁶ °] */
  origin: [east: number, north: number];
  views: ViewRow[];
  double: DoubleCoverRow[];
  places: PlaceRow[];
  demand: DemandData;
  /** Lines by grade, from main roads to paths. */
  streets: PackedLine[][];
  /** Of each of these lines the index of its name in `names`, -1 without one. */
  street_names: number[][];
  names: StreetNameRow[];
  buildings: PackedPolygon[];
  /** Absent where the case has none. */
  addresses?: AddressData;
  area: PackedPolygon[][];
  districts: DistrictRow[];
  /** English names of districts by their own; absent where none has one. */
  districts_en?: Record<string, string>;
  backdrop: BackdropRow[];
  /** Where the classes of `demand.rate` begin. */
  heat: number[];
  /** What sight is judged by; only in the internal edition, and absent where the page cannot judge. */
  ground?: GroundData;
  live?: LiveData;
  /** Hill shading; absent where the ground is level or not known. */
  relief?: ReliefData;
  /** South-western and north-eastern corner of what the map opens on, latitude first. [°] */
  bounds: [southwest: [lat: number, lng: number], northeast: [lat: number, lng: number]];
}
