// What the page of two plans has beside the data of a map: `webmap/difference.py` writes it.

import type { Language, PackedLine } from "./page_data.js";

export type State = "kept" | "moved" | "turned" | "changed" | "first" | "second";
/** 1 where the second plan alone sees the piece, 0 where the first alone does; whether it is an area. */
export type PieceRow = [gained: 0 | 1, area: 0 | 1, line: PackedLine];

/** A camera of either plan; `from` is where the first plan has one that moved. */
export interface DifferentCamera {
  id: string;
  street: string;
  state: State;
  lat: number;
  lon: number;
  azimuth: number | null;
  from: [lat: number, lon: number] | null;
}

/** A table as text; `cameras` are the indices of the cameras its rows are about. */
export interface TextTable {
  title: string;
  head: string[];
  rows: string[][];
  cameras: number[];
}

export interface ComparedTexts {
  title: string;
  plans: string[];
  sentences: string[];
  tables: TextTable[];
}

export interface DifferenceData {
  cameras: DifferentCamera[];
  pieces: PieceRow[];
  said: Record<Language, ComparedTexts>;
}
