// Hill shading: one small picture, drawn into the canvas of the quiet town, between woods and streets.
/** @import { ReliefData } from "../page_data.js" */
import { PANES } from "./map.js";

/** A rectangle that a canvas fills with a picture. */
class Picture extends L.Rectangle {
  #image = new Image();

  /** @param {ReliefData} relief */
  constructor({ picture, bounds }) {
    super(bounds, { ...PANES.relief, stroke: false, fill: false });
    this.#image.src = picture;
    this.#image.decode().then(() => this.redraw(), () => {});
  }

  _updatePath() {
    const { _renderer: renderer, _pxBounds: box } = /** @type {any} */ (this);
    if (!(renderer instanceof L.Canvas) || !this.#image.complete || !this.#image.naturalWidth) return;
    const ctx = /** @type {CanvasRenderingContext2D} */ (/** @type {any} */ (renderer)._ctx), size = box.getSize();
    ctx.globalAlpha = 1;
    ctx.drawImage(this.#image, box.min.x, box.min.y, size.x, size.y);
  }
}

/** @type {{ shape: Picture | null }} */
const drawn = { shape: null };

/**
 * Draw where hills are in the light and where in the shade.
 * @param {L.LayerGroup} group
 * @param {ReliefData} relief
 */
export function drawRelief(group, relief) {
  drawn.shape ??= new Picture(relief);
  drawn.shape.addTo(group);
}
