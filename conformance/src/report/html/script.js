// The cases of the report in, their rows, a filter and what the address keeps of it out.

const at = (id) => document.getElementById(id);
const { decisive, moves, cases } = JSON.parse(at("index").textContent);
const moveNames = moves.map(([from, to]) => `${from}..${to}`);
const lines = at("lines").textContent.split("\n");
const familyOf = (id) => id.replace(/^input\//, "").split("/")[0];
const form = at("filter");

/** Whatever can be filtered by: for each name of a field, the words of a case. */
const WORDS = {
  verdict: (it) => [it.verdict],
  kind: (it) => [it.kind],
  level: (it) => [it.level],
  family: (it) => [familyOf(it.id)],
  operation: (it) => [it.operation].filter(Boolean),
  party: (it) => it.parties,
  move: (it) => (it.moves ?? []).map((move) => moveNames[move]),
};

/** In this order the verdicts are looked at. */
const VERDICTS = { failed: "Failed", error: "Could not be judged", waived: "Waived", passed: "Passed", skipped: "Skipped" };
const MARKS = { failed: "✕", error: "!", waived: "≈", passed: "✓", skipped: "–" };

// ---- Rows

const rows = new Map();

function rowOf(it, place) {
  const tags = [it.kind, it.exchanges > 0 ? number(it.exchanges, "exchange") : null, it.exchanges > 0 ? milliseconds(it.ms) : null];
  const summary = element("summary", {},
    element("span", { class: "mark", "aria-hidden": "true" }, MARKS[it.verdict]),
    element("span", { class: "what" },
      element("span", { class: "id" }, element("span", { class: "unseen" }, `${it.verdict}: `), visible(it.id)),
      element("span", { class: "sentence" }, visible(it.summary)),
      it.because ? element("span", { class: "told" }, visible(it.because)) : null,
      it.told ? element("span", { class: "told" }, visible(it.told)) : null),
    element("span", { class: "tags" }, levelPart(it.level), tags.filter(Boolean).join(" · ")));
  const row = element("details", { class: `case ${it.verdict}`, "data-case": it.id }, summary);
  row.addEventListener("toggle", () => toggled(row, it, place));
  return row;
}

function toggled(row, it, place) {
  if (row.open && row.childElementCount === 1) row.append(caseBody(JSON.parse(lines[place]), decisive));
  const { filter, opened } = readAddress();
  if (row.open !== (opened === it.id)) writeAddress(filter, row.open ? it.id : opened === it.id ? undefined : opened);
}

const groups = Object.keys(VERDICTS).map((verdict) => {
  const members = cases.map((it, place) => ({ it, place })).filter(({ it }) => it.verdict === verdict);
  const count = element("span", { class: "note" });
  const list = element("div", { class: "rows" });
  const heading = element("h3", {}, element("span", { class: `mark ${verdict}`, "aria-hidden": "true" }, MARKS[verdict]), VERDICTS[verdict], " ", count);
  return { members, count, list, section: element("section", { class: "group" }, heading, list) };
});

const AT_ONCE = 200;
const waiting = groups.flatMap(({ members, list }) => members.map((member) => ({ ...member, list })));

/** Adds the next rows, as many as are not felt; the rest in the next idle moment. */
function build(most = AT_ONCE) {
  for (const { it, place, list } of waiting.splice(0, most)) {
    const row = rowOf(it, place);
    row.hidden = !isShown(place);
    rows.set(place, row);
    list.append(row);
  }
  if (waiting.length > 0) setTimeout(build);
}

// ---- The filter

let shown = new Set();
const isShown = (place) => shown.has(place);
const searched = cases.map((it) => [it.id, it.summary, it.because, it.told, it.operation].filter(Boolean).join("\n").toLowerCase());

function matches(it, place, filter) {
  const isOf = Object.entries(WORDS).every(([name, words]) => !filter[name] || words(it).includes(filter[name]));
  if (!isOf || !filter.q) return isOf;
  const wanted = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  const texts = filter.deep ? [searched[place], lines[place].toLowerCase()] : [searched[place]];
  return wanted.every((word) => texts.some((text) => text.includes(word)));
}

function apply(filter) {
  shown = new Set(cases.flatMap((it, place) => (matches(it, place, filter) ? [place] : [])));
  for (const [place, row] of rows) row.hidden = !isShown(place);
  for (const { members, count, section } of groups) {
    const number = members.filter(({ place }) => isShown(place)).length;
    section.hidden = number === 0;
    count.textContent = String(number);
  }
  const all = number(cases.length, "case");
  at("shown").textContent = shown.size === cases.length ? all : `${shown.size} of ${all}`;
}

function offer(name) {
  const words = new Map();
  for (const it of cases) for (const word of WORDS[name](it)) words.set(word, (words.get(word) ?? 0) + 1);
  const field = form.elements[name];
  for (const [word, count] of words) field.append(element("option", { value: word }, `${visible(word.replace("..", " → "))} (${count})`));
  field.closest("label").hidden = words.size < 2;
}

// ---- The address

const FIELDS = ["q", "deep", ...Object.keys(WORDS)];

/** The filter, and the case that is open; an address of no filter names a place of the page. */
function readAddress() {
  const hash = location.hash.slice(1);
  const told = new URLSearchParams(hash.includes("=") ? hash : "");
  const filter = Object.fromEntries(FIELDS.map((name) => [name, told.get(name) ?? ""]));
  return { filter, opened: told.get("case") ?? undefined };
}

function writeAddress(filter, opened) {
  const told = new URLSearchParams(Object.entries(filter).filter(([, value]) => value));
  if (opened !== undefined) told.set("case", opened);
  history.replaceState(null, "", `#${told}`);
}

function readForm() {
  const told = new FormData(form);
  return Object.fromEntries(FIELDS.map((name) => [name, String(told.get(name) ?? "")]));
}

function writeForm(filter) {
  for (const name of FIELDS) {
    const field = form.elements[name];
    if (field.type === "checkbox") field.checked = filter[name] !== "";
    else field.value = filter[name];
    // A word that no case has is no option, and still what is asked for.
    if (field.value !== filter[name] && field.type === "select-one") {
      field.append(element("option", { value: filter[name] }, `${visible(filter[name])} (0)`));
      field.value = filter[name];
      field.closest("label").hidden = false;
    }
  }
}

/** Shows what the address says. */
function follow() {
  const { filter, opened } = readAddress();
  writeForm(filter);
  apply(filter);
  const place = cases.findIndex((it) => it.id === opened);
  if (place < 0) return location.hash.includes("=") && at("cases").scrollIntoView();
  if (!rows.has(place)) build(Infinity);
  const row = rows.get(place);
  row.hidden = false;
  row.open = true;
  row.scrollIntoView({ block: "start" });
}

// ---- What somebody does

let later;
for (const told of ["input", "change"]) {
  form.addEventListener(told, () => {
    clearTimeout(later);
    later = setTimeout(changed, 80);
  });
}
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(changed));

function changed() {
  const filter = readForm();
  apply(filter);
  writeAddress(filter, readAddress().opened);
}

addEventListener("hashchange", follow);
addEventListener("beforeprint", () => build(Infinity));
addEventListener("keydown", (event) => {
  const isTyped = event.target.closest?.("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey;
  if (isTyped) return;
  if (event.key === "/") {
    event.preventDefault();
    form.elements.q.focus();
  }
  if (event.key === "j") step(1);
  if (event.key === "k") step(-1);
});

/** To the next case that is shown, or the one before. */
function step(by) {
  const all = [...document.querySelectorAll(".case:not([hidden])")];
  const now = all.indexOf(document.activeElement?.closest(".case"));
  const next = all[now < 0 ? 0 : now + by];
  next?.querySelector("summary").focus();
}

Object.keys(WORDS).forEach(offer);
at("list").append(...groups.map(({ section }) => section));
apply(readAddress().filter);
build();
follow();
