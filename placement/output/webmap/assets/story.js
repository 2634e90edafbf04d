// How many kinds of places the facts of a phase name; the table has them all.
const MOST_KINDS = 3;

// The story beside the map: what a phase brings, all phases at a glance, and where the data come from.

function figure(title, big, more, share = null) {
  const bar = share === null ? null : make("div", { class: "bar" }, make("i"));
  if (bar) bar.firstChild.style.width = `${Math.min(100, 100 * share)}%`;
  return make("div", {}, make("dt", {}, title),
    make("dd", {}, make("span", { class: "big" }, big), bar, make("span", { class: "more" }, more)));
}

// The share a phase may claim, or its own reckoning where nothing better is known.
function claim(phase) {
  return phase.honest ? phase.honest.share : phase.share;
}

function seenText(phase) {
  return say("map.state.share_more", { value: amount(claim(phase) * DATA.total), total: amount(DATA.total), unit: unit() });
}

function showFigures(phase, told) {
  const counts = [say("map.points", { n: told.points })];
  if (phase > 0) counts.push(say("map.added", { n: told.added }));
  el("figures").replaceChildren(
    figure(say("map.state.cameras"), number(told.cameras), counts.join(", ")),
    figure(say("map.state.share", { demand: byUnit("map.demand") }), percent(claim(told)), seenText(told), claim(told)),
    ...(told.cost === null ? [] : [figure(say("map.state.cost"), crowns(told.cost),
      phase > 0 ? say("map.state.cost_more", { cost: crowns(told.spent) }) : say("map.state.cost_none"))]));
}

// Among which plans the best possible one is meant: the bound says nothing of places that were not offered.
function amongText() {
  if (DATA.step === null) return say("map.state.among");
  return DATA.step > 0 ? say("map.state.among_steps", { step: number(DATA.step, DATA.step % 1 ? 1 : 0) }) : say("map.state.among_all");
}

function gapText(phase, told) {
  if (phase === 0) return say("map.state.gap_today");
  if (told.gap < 5e-6) return `${say("map.state.gap_none")} ${amongText()}`;
  const gap = percent(Math.max(told.gap, 0.0001), told.gap < 0.001 ? 2 : 1);
  const bound = say(told.honest ? "map.state.bound_own" : "map.state.bound", { value: amount4(told.value), bound: amount4(told.bound), unit: unit() });
  return [say("map.state.gap", { gap }), amongText(), bound, DATA.interrupted ? say("map.state.gap_interrupted") : ""].join(" ").trim();
}

// How many places are seen in a phase, all and of the kinds there are most of.
function placesText(phase) {
  const seenOf = (places) => places.filter(([, , , , since]) => since >= 0 && since <= phase).length;
  const most = placeKinds().slice(0, MOST_KINDS).map(([kind, places]) => say("map.state.place_kind",
    { kind: named("map.place_kinds", kind).toLocaleLowerCase(locale()), seen: number(seenOf(places)), all: number(places.length) }));
  return say("map.state.places", { seen: number(seenOf(DATA.places)), all: number(DATA.places.length), kinds: most.join(", ") });
}

function factsOf(phase, told) {
  const facts = [];
  if (told.honest) facts.push(say("map.state.honest", { low: percent(told.honest.low), high: percent(told.honest.high), share: percent(told.share) }));
  if (told.alike !== null) facts.push(say("map.state.alike", { share: percent(told.alike) }));
  if (phase > 0) {
    facts.push(say("map.state.gained", { share: number(100 * told.gained, 1), cameras: say("map.cameras", { n: told.added }), before: phaseName(phase - 1) }));
    if (told.per_point !== null) facts.push(say("map.state.per_point", { cost: crowns(told.per_point < 10000 ? Number(told.per_point.toPrecision(2)) : 1000 * Math.round(told.per_point / 1000)) }));
  }
  if (DATA.hot && told.hot === null) facts.push(say("map.state.hot_none"));
  else if (DATA.hot) facts.push(say(DATA.hot.tested ? "map.state.hot" : unitKey("map.busiest"), { length: percent(DATA.hot.share, 0), share: percent(told.hot, 0) }));
  if (DATA.places.length) facts.push(placesText(phase));
  if (told.robust) facts.push(say("map.state.robust", { n: told.robust.plans, loss: number(100 * told.robust.loss, 1), share: percent(told.robust.back, 0) }));
  if (told.reachable > 0) facts.push(say("map.state.reachable", { share: percent(told.reachable), demand: byUnit("map.demand") }));
  return facts;
}

function showState(phase) {
  const told = DATA.phases[phase];
  el("state-title").replaceChildren(say("map.phase.shown", { name: "" }), given(phaseName(phase)));
  showFigures(phase, told);
  el("facts").replaceChildren(...factsOf(phase, told).map((fact) => make("li", {}, given(fact))));
  el("gap").textContent = gapText(phase, told);
}

// All phases side by side, so that the price of the next step can be weighed against the last one's.
function showPhases(phase) {
  const heads = ["phase", "cameras", "share", "cost", "per_point"].map((name) =>
    make("th", { scope: "col", class: name === "phase" ? "" : "number" }, say(`map.steps.${name}`)));
  const lines = DATA.phases.map((told, index) => make("tr", { class: index === phase ? "chosen" : "" },
    make("th", { scope: "row" }, make("button", { type: "button", "data-step": index, "aria-current": index === phase ? "step" : null,
      onclick: () => { setPhase(index); el("steps").querySelector(`[data-step="${index}"]`).focus(); } }, given(short(phaseName(index), 40)))),
    make("td", { class: "number" }, number(told.cameras)),
    make("td", { class: "number" }, percent(claim(told))),
    make("td", { class: "number" }, index && told.cost !== null ? number(told.cost / 1e6, 2) : "–"),
    make("td", { class: "number" }, told.per_point === null ? "–" : told.per_point < 10000 ? amount(Number((told.per_point / 1000).toPrecision(2))) : number(told.per_point / 1000))));
  el("steps").replaceChildren(make("caption", {}, say("map.steps.caption")),
    make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...lines));
}

function originOf(provenance) {
  return provenance.split("; ").map((word) => named("lists.provenance", word)).join(", ");
}

function showQuality() {
  const level = named("map.level", DATA.levels[DATA.required]?.[0] ?? DATA.level);
  el("method").textContent = say("map.quality.method", { level, density: number(DATA.density, 1) });
  const heads = ["input", "provenance", "source"].map((name) => make("th", { scope: "col" }, say(`map.quality.${name}`)));
  const names = [...new Set([...Object.keys(DATA.provenance), ...Object.keys(DATA.sources)])];
  const lines = names.map((name) => make("tr", {}, make("th", { scope: "row" }, given(named("map.input", name))),
    make("td", {}, DATA.provenance[name] ? originOf(DATA.provenance[name]) : "–"),
    make("td", {}, given(DATA.sources[name] ?? "–"))));
  el("inputs").replaceChildren(make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...lines));
  const assumed = DATA.assumptions.map((key) => make("li", {}, named("assumption", key)));
  el("assumptions").replaceChildren(...(assumed.length ? assumed : [make("li", {}, say("map.quality.no_assumptions"))]));
}
