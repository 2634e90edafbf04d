// Made by the page's frame before our script runs; Leaflet's `L` is there as well.
declare const map_council: L.Map;

interface Window {
  /** For checks from outside: which cameras see a place. */
  placement: {
    camerasSeeing: (lat: number, lng: number) => { camera: string; level: string; reachable: boolean; phase: number }[];
  };
}
