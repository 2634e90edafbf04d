// What our canvases understand beyond Leaflet's own options of lines and areas.
import "leaflet";

declare module "leaflet" {
  interface PathOptions {
    /** Its place among what lies on one another (`core/palette.js`). */
    group?: string;
    /** Colour of a rim on both sides of the line, so that it stands out from whatever lies below. */
    casing?: string;
    /** Whether the area is filled with slanting lines, between which what lies below can be seen. */
    hatched?: boolean;
    /** `dashArray` as Leaflet's canvas keeps it. */
    _dashArray?: number[];
  }
}
