// Made by the page's frame before our script runs; Leaflet's `L` is there as well.
declare const map_council: L.Map;

interface Window {
  /** For checks from outside: which cameras see a place. */
  placement: {
    camerasSeeing: (lat: number, lng: number) => { camera: string; level: string; reachable: boolean; phase: number }[];
    /** How much of each street is in view by phase, and by which cameras; ways without a name included. */
    streetsInView: () => { name: string; number: number; length_m: number; seen_m: number[]; area_m2: number; seen_m2: number[]; cameras: string[] }[];
  };
}
