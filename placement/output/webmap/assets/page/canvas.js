// One canvas for many layers: they lie on one another by their group, not by when they were drawn first.
// A browser without a graphics card mixes every canvas into every frame, so there are as few as can be; and it copies each
// canvas that a pen may still change for every frame, so what is shown is a picture that none does.

const PADDING = 0.35, CASING_PX = 2.2, HATCH_PX = 6;

/**
 * What Leaflet's canvas has inside; its types do not tell.
 * @typedef {object} Inside
 * @property {L.Map} _map
 * @property {HTMLCanvasElement} _container
 * @property {CanvasRenderingContext2D} _ctx
 * @property {L.Bounds | null} _redrawBounds
 * @property {L.Bounds} _bounds
 * @property {number} _zoom
 * @property {boolean} _drawing
 * @property {{ layer: Shape, next: any } | null} _drawFirst
 * @property {() => void} _update
 * @property {() => void} _redraw
 * @property {() => void} _onZoomEnd
 */
/** @typedef {{ options: L.PathOptions, _pxBounds?: L.Bounds, _updatePath: () => void }} Shape */

/** @type {Map<string, CanvasPattern | null>} */
const hatches = new Map();

/**
 * Slanting lines of a colour.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} colour
 */
function hatch(ctx, colour) {
  const known = hatches.get(colour);
  if (known !== undefined) return known;
  const tile = document.createElement("canvas");
  Object.assign(tile, { width: HATCH_PX, height: HATCH_PX });
  const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
  Object.assign(pen, { strokeStyle: colour, lineWidth: 1.6 });
  for (const shift of [-HATCH_PX, 0, HATCH_PX]) {
    pen.moveTo(shift - 1, HATCH_PX + 1);
    pen.lineTo(shift + HATCH_PX + 1, -1);
  }
  pen.stroke();
  hatches.set(colour, ctx.createPattern(tile, "repeat"));
  return hatches.get(colour) ?? null;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {L.PathOptions} options
 */
function fillPath(ctx, { fillColor, color, fillOpacity = 1, fillRule = "evenodd", hatched }) {
  const colour = fillColor ?? color ?? "";
  ctx.globalAlpha = fillOpacity;
  ctx.fillStyle = (hatched ? hatch(ctx, colour) : null) ?? colour;
  ctx.fill(/** @type {CanvasFillRule} */ (fillRule));
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {L.PathOptions} options
 */
function strokePath(ctx, { _dashArray: dashes, color, weight = 1, opacity = 1, casing, lineCap, lineJoin }) {
  Object.assign(ctx, { globalAlpha: opacity, lineCap, lineJoin });
  if (casing) {
    Object.assign(ctx, { strokeStyle: casing, lineWidth: weight + CASING_PX });
    ctx.setLineDash([]);
    ctx.stroke();
  }
  Object.assign(ctx, { strokeStyle: color, lineWidth: weight });
  ctx.setLineDash(dashes ?? []);
  ctx.stroke();
}

/** A canvas that draws groups in their order, each cut off or faint where asked, and is never left blank by a move. */
export class GroupedCanvas extends L.Canvas {
  /** Groups from the lowest. @type {readonly string[]} */ #order;
  /** Left and right end of what is drawn of a group, in parts of the map's width. @type {Map<string, [number, number]>} */
  clips = new Map();
  /** How opaque a group is as a whole. @type {Map<string, number>} */
  opacities = new Map();
  /** What is drawn on; a copy of it is shown. */
  #sheet = new OffscreenCanvas(1, 1);

  /**
   * @param {L.RendererOptions} options
   * @param {readonly string[]} order
   */
  constructor(options, order) {
    super({ padding: PADDING, ...options });
    this.#order = order;
  }

  get #inside() {
    return /** @type {Inside} */ (/** @type {unknown} */ (this));
  }

  _initContainer() {
    const inside = this.#inside;
    inside._container = document.createElement("canvas");
    inside._ctx = /** @type {any} */ (this.#sheet.getContext("2d"));
  }

  // Leaflet's own way to follow the map, with a sheet as large as what is shown.
  _update() {
    const inside = this.#inside, { _map, _container: shown, _ctx } = inside;
    if (/** @type {any} */ (_map)._animatingZoom && inside._bounds) return;
    /** @type {any} */ (L.Renderer.prototype)._update.call(this);
    const low = /** @type {L.Point} */ (inside._bounds.min), { x, y } = inside._bounds.getSize(), density = L.Browser.retina ? 2 : 1;
    for (const each of [this.#sheet, shown]) Object.assign(each, { width: density * x, height: density * y });
    Object.assign(shown.style, { width: `${x}px`, height: `${y}px` });
    L.DomUtil.setPosition(shown, low);
    _ctx.setTransform(density, 0, 0, density, -density * low.x, -density * low.y);
    this.fire("update");
  }

  #show() {
    const { width, height } = this.#sheet, copy = new OffscreenCanvas(width, height);
    copy.getContext("2d")?.drawImage(this.#sheet, 0, 0);
    this.#inside._container.getContext("bitmaprenderer")?.transferFromImageBitmap(copy.transferToImageBitmap());
  }

  getEvents() {
    // @ts-expect-error: Leaflet's types do not tell of it
    return { ...super.getEvents(), move: this.#follow.bind(this) };
  }

  /** Draw anew with the next move's view, if it leaves what is drawn or the groups are cut off at its middle. */
  #follow() {
    const inside = this.#inside, { _map } = inside;
    if (/** @type {any} */ (_map)._animatingZoom) return;
    const scale = _map.getZoomScale(_map.getZoom(), inside._zoom);
    if (scale !== 1) {
      if (scale > 1 / (1 + 2 * PADDING) && scale < 3) return;
      inside._onZoomEnd();
      inside._update();
      return;
    }
    const view = L.bounds(_map.containerPointToLayerPoint([0, 0]), _map.containerPointToLayerPoint(_map.getSize()));
    if (!inside._bounds.contains(view)) inside._update();
    else if (this.clips.size) inside._redraw();
  }

  /** Draw everything anew, after clips or opacities have changed. */
  refresh() {
    if (this.#inside._map) this.#inside._redraw();
  }

  // Leaflet's own way to draw, group by group.
  _draw() {
    const inside = this.#inside, bounds = inside._redrawBounds;
    /** @type {Map<string, Shape[]>} */
    const groups = new Map(this.#order.map((name) => [name, []]));
    for (let item = inside._drawFirst; item; item = item.next) {
      const { layer } = item;
      if (!bounds || layer._pxBounds?.intersects(bounds)) groups.get(layer.options.group ?? "")?.push(layer);
    }
    inside._drawing = true;
    for (const [name, shapes] of groups) if (shapes.length) this.#drawGroup(name, shapes);
    inside._drawing = false;
    this.#show();
  }

  /**
   * @param {string} name
   * @param {Shape[]} shapes
   */
  #drawGroup(name, shapes) {
    const inside = this.#inside, opacity = this.opacities.get(name) ?? 1, ctx = inside._ctx;
    if (opacity === 1) { this.#drawShapes(name, shapes); return; }
    const sheet = document.createElement("canvas"), { width, height } = inside._container;
    Object.assign(sheet, { width, height });
    inside._ctx = /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d"));
    inside._ctx.setTransform(ctx.getTransform());
    this.#drawShapes(name, shapes);
    inside._ctx = ctx;
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.globalAlpha = opacity;
    ctx.drawImage(sheet, 0, 0);
    ctx.restore();
  }

  /**
   * @param {string} name
   * @param {Shape[]} shapes
   */
  #drawShapes(name, shapes) {
    const { _ctx: ctx, _redrawBounds: changed, _map, _bounds: all } = this.#inside, clip = this.clips.get(name);
    ctx.save();
    ctx.beginPath();
    const area = changed ?? all, low = /** @type {L.Point} */ (area.min), size = area.getSize();
    ctx.rect(low.x, low.y, size.x, size.y);
    ctx.clip();
    if (clip) {
      const [from, to] = clip.map((share) => _map.containerPointToLayerPoint([share * _map.getSize().x, 0]).x);
      ctx.beginPath();
      ctx.rect(from, low.y, to - from, size.y);
      ctx.clip();
    }
    for (const shape of shapes) shape._updatePath();
    ctx.restore();
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {Shape} shape
   */
  _fillStroke(ctx, { options }) {
    if (options.fill) fillPath(ctx, options);
    if (options.stroke && options.weight) strokePath(ctx, options);
  }
}
