// Addresses of a place in maps and panoramas of others, in the form that each service documents.

/** @param {number} angle */
function degrees(angle) {
  return angle.toFixed(6);
}

/**
 * Where others show a place; the panorama looks where `azimuth_deg` points, if it is given.
 * Mapy.com: developer.mapy.com, "URL Mapy.com", showmap (longitude first); its addresses are documented for map, search and route, not for panoramas. Panorama: developers.google.com/maps/documentation/urls,
 * map_action=pano (latitude first, heading from true north). OpenStreetMap: wiki.openstreetmap.org, "Browsing", mlat and mlon.
 * @param {number} lat
 * @param {number} lon
 * @param {number | null} azimuth_deg
 * @returns {["mapy" | "panorama" | "osm", string][]}
 */
export function addressesOutside(lat, lon, azimuth_deg = null) {
  const pano = new URLSearchParams({ api: "1", map_action: "pano", viewpoint: `${degrees(lat)},${degrees(lon)}` });
  if (azimuth_deg !== null) pano.set("heading", String(Math.round(azimuth_deg) % 360));
  return [
    ["mapy", `https://mapy.com/fnc/v1/showmap?center=${degrees(lon)},${degrees(lat)}&zoom=18&marker=true`],
    ["panorama", `https://www.google.com/maps/@?${pano}`],
    ["osm", `https://www.openstreetmap.org/?mlat=${degrees(lat)}&mlon=${degrees(lon)}#map=19/${degrees(lat)}/${degrees(lon)}`],
  ];
}
