// Dragging: the map moves once a frame however often the hand is heard, and nothing beneath the pointer is sought meanwhile (see `.leaflet-dragging`).
import { MAP } from "./map.js";

/**
 * What Leaflet's handler has inside; its types do not tell.
 * @typedef {{ _updatePosition: () => void, finishDrag: (noInertia?: boolean) => void }} Inside
 */

/** Move the map once a frame while it is dragged. */
export function startDrag() {
  const inside = /** @type {Inside} */ (/** @type {any} */ (MAP.dragging)._draggable);
  const move = inside._updatePosition.bind(inside), finish = inside.finishDrag.bind(inside);
  let frame = 0;
  const moveNow = () => {
    frame = 0;
    move();
  };
  inside._updatePosition = () => { frame ||= requestAnimationFrame(moveNow); };
  inside.finishDrag = (noInertia) => {
    cancelAnimationFrame(frame);
    if (frame) moveNow();
    finish(noInertia);
  };
}
