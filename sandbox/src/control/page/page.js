// The page of the sandbox's control: what the control says in, the page brought up to date out.
// Everything that comes from the sandbox is put in as text, never as markup.

const EVERY = 1000;
const MOST_ENTRIES = 200;

const at = (id) => document.getElementById(id);

/** What is shown now. */
const shown = { requests: "", faults: "", detail: "", selected: null, journal: 0 };

// ---- Asking the control

async function ask(method, path, body) {
  const headers = method === "GET" ? {} : { "Content-Type": "application/json" };
  const response = await fetch(path, { method, headers, body });
  const text = await response.text();
  if (response.ok) return text;
  const error = new Error(detailOf(text) ?? `the sandbox answered ${response.status}`);
  error.status = response.status;
  throw error;
}

function detailOf(text) {
  try {
    return JSON.parse(text).detail;
  } catch {
    return undefined;
  }
}

/** Does what a button is for, says how it went, and shows what has changed. */
async function act(done, method, path, body) {
  at("done").textContent = "";
  try {
    await ask(method, path, body === undefined ? undefined : JSON.stringify(body));
    at("problem").textContent = "";
    at("done").textContent = done;
    await refresh();
    return true;
  } catch (error) {
    at("problem").textContent = error.message;
    return false;
  }
}

// ---- Showing

/** An element with these attributes and children; text becomes text. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.map((child) => child ?? "–"));
  return made;
}

/** Puts children in the place of others; the one that has the focus keeps it. */
function replace(parent, children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  parent.replaceChildren(...children);
  if (focused) parent.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

let turn = Promise.resolve();

/** Brings all up to date, after whoever is at it: two at once would note an exchange twice. */
function refresh() {
  turn = turn.catch(() => {}).then(showAll);
  return turn;
}

async function showAll() {
  showClock(JSON.parse(await ask("GET", "clock")));
  await showRequests(await ask("GET", "requests"));
  showFaults(await ask("GET", "faults"));
  showJournal(JSON.parse(await ask("GET", `journal?after=${shown.journal}`)));
}

function showClock({ now, runs, nextDue }) {
  at("now").textContent = brief(now);
  at("now").setAttribute("datetime", now);
  at("pace").textContent = runs ? "runs" : "stands still";
  at("next-due").textContent = nextDue ? `next: ${brief(nextDue)}` : "nothing is due";
}

/** A moment to the second, which is what people read. */
function brief(moment) {
  return moment.replace(/\.\d+Z$/, "Z");
}

async function showRequests(text) {
  if (text !== shown.requests) {
    shown.requests = text;
    const { total, requests } = JSON.parse(text);
    at("requests-count").textContent = total > requests.length ? `the latest ${requests.length} of ${total}` : `${total}`;
    replace(at("requests"), requests.map(requestRow));
  }
  if (shown.selected) await showDetail();
}

function requestRow(request) {
  const open = element("button", { type: "button", "data-key": request.id, "aria-label": `Show request ${request.id}` }, request.id.slice(0, 8));
  open.addEventListener("click", () => select(request.id));
  const state = element("span", { class: `state ${request.state}` }, request.state);
  const { status, target, accessPackage, requestType, requestor, createdDateTime } = request;
  const cells = [open, state, status, target, accessPackage, requestType, requestor, brief(createdDateTime)];
  const row = element("tr", { "data-request": request.id }, ...cells.map((cell) => element("td", {}, cell)));
  row.setAttribute("aria-current", String(request.id === shown.selected));
  return row;
}

async function select(id) {
  shown.selected = id;
  shown.detail = "";
  for (const row of at("requests").rows) row.setAttribute("aria-current", String(row.dataset.request === id));
  at("detail").hidden = id === null;
  if (id === null) return;
  at("justification").value = "";
  await showDetail();
  at("detail").focus();
}

/** A request that is gone, by a delete or another world, is no longer shown. */
async function showDetail() {
  let text;
  try {
    text = await ask("GET", `requests/${encodeURIComponent(shown.selected)}`);
  } catch (error) {
    if (error.status !== 404) throw error;
    await select(null);
    return;
  }
  if (text === shown.detail) return;
  shown.detail = text;
  const whole = JSON.parse(text);
  const { request } = whole;
  const facts = {
    Id: request.id,
    Type: request.requestType,
    State: request.state,
    Status: request.status,
    Created: request.createdDateTime,
    Completed: request.completedDateTime,
    "Access package": whole.accessPackage?.displayName,
    Policy: whole.assignmentPolicy?.displayName,
    Target: nameOf(whole.target),
    Requestor: nameOf(whole.requestor),
    "Created by": nameOf(whole.createdBy),
    Justification: request.justification,
    Assignment: whole.assignment?.state,
  };
  at("facts").replaceChildren(
    ...Object.entries(facts).flatMap(([term, fact]) => [element("dt", {}, term), element("dd", {}, fact)]),
  );
  at("decision").hidden = request.state !== "pendingApproval";
  at("delivery").hidden = ["delivered", "denied", "canceled"].includes(request.state);
  at("whole").textContent = JSON.stringify(whole, null, 2);
}

function nameOf(subject) {
  return subject?.displayName ?? subject?.email;
}

function showFaults(text) {
  if (text === shown.faults) return;
  shown.faults = text;
  const { faults } = JSON.parse(text);
  at("no-faults").hidden = faults.length > 0;
  replace(at("faults"), faults.map(faultItem));
}

function faultItem({ id, matched, struck, ...fault }) {
  const remove = element("button", { type: "button", "data-key": String(id), "aria-label": `Remove fault ${id}` }, "Remove");
  remove.addEventListener("click", () => act(`Fault ${id} is removed.`, "DELETE", `faults/${id}`));
  const told = `${id}: struck ${struck} of ${matched}`;
  return element("li", { "data-fault": String(id) }, element("span", {}, told), element("pre", {}, JSON.stringify(fault, null, 1)), remove);
}

function showJournal({ entries, first, last }) {
  const list = at("journal");
  // Another sandbox may have begun at this address since.
  if (last < shown.journal) list.replaceChildren();
  for (const entry of entries) list.prepend(journalItem(entry));
  while (list.children.length > MOST_ENTRIES || Number(list.lastElementChild?.dataset.number) < first) list.lastElementChild.remove();
  shown.journal = last < shown.journal ? 0 : last;
  at("no-entries").hidden = list.children.length > 0;
}

function journalItem(entry) {
  const status = element("span", { class: entry.status < 400 ? "status" : "status bad" }, entry.lost ? `lost ${entry.lost}` : String(entry.status));
  const line = `${entry.path}${entry.query === null ? "" : `?${entry.query}`}`;
  const told = ` · ${entry.caller ?? "nobody"} · ${brief(entry.moment)} · ${entry.milliseconds.toFixed(1)} ms`;
  const summary = element("summary", {}, status, ` ${entry.method} ${line}`, element("span", { class: "note" }, told));
  const details = element("details", {}, summary);
  details.addEventListener("toggle", () => details.append(...halves(entry)), { once: true });
  return element("li", { "data-number": String(entry.number) }, details);
}

function halves(entry) {
  const faults = entry.faults.length > 0 ? [element("p", {}, `Faults that struck: ${entry.faults.join(", ")}`)] : [];
  return [...faults, half("Request", entry.request), half("Response", entry.response)];
}

function half(name, { headers, body }) {
  const lines = headers.map((header) => `${header.name}: ${header.value}`);
  const cut = body.cut ? `\n… ${body.bytes} bytes in all` : "";
  return element("pre", { "aria-label": name, tabindex: "0" }, `${lines.join("\n")}\n\n${body.text}${cut}`);
}

// ---- Buttons

function onEach(selector, event, listener) {
  for (const found of document.querySelectorAll(selector)) found.addEventListener(event, listener);
}

function advance(by) {
  return act(`The clock was moved by ${by}.`, "PATCH", "clock", { by });
}

/** The form's fields as the control reads a fault; empty ones are left out. */
function faultOf(fields) {
  const filled = (name) => fields.get(name) || undefined;
  const number = (name) => (filled(name) === undefined ? undefined : Number(fields.get(name)));
  const count = Number(fields.get("number"));
  const when = {
    always: "always",
    nth: { nth: count },
    everyNth: { everyNth: count },
    probability: { probability: { of: count / 100 } },
    rate: { rate: { requests: count, per: "PT1M" } },
  };
  const latency = number("latency");
  return {
    match: { operation: filled("operation"), path: filled("path") },
    when: when[fields.get("when")],
    then: {
      status: number("status"),
      retryAfter: number("retryAfter"),
      latency: latency === undefined ? undefined : `PT${latency}S`,
      lose: filled("lose"),
    },
  };
}

async function loadWorld(event) {
  const [file] = event.target.files;
  if (!file) return;
  const world = await file.text();
  // The same file can be chosen again.
  event.target.value = "";
  try {
    await ask("PUT", "world", world);
    at("problem").textContent = "";
    at("done").textContent = `The world of ${file.name} is loaded.`;
    await refresh();
  } catch (error) {
    at("done").textContent = "";
    at("problem").textContent = error.message;
  }
}

onEach("[data-advance]", "click", (event) => advance(event.currentTarget.dataset.advance));
at("advance").addEventListener("submit", (event) => {
  event.preventDefault();
  advance(at("duration").value.trim());
});
at("reset").addEventListener("click", () => act("Everything is as it was at the start.", "POST", "reset"));
at("load-world").addEventListener("change", loadWorld);
at("close").addEventListener("click", () => {
  const opener = document.querySelector(`[data-key="${CSS.escape(shown.selected)}"]`);
  select(null);
  opener?.focus();
});
onEach("[data-decision]", "click", (event) => {
  const { decision } = event.currentTarget.dataset;
  const justification = at("justification").value || null;
  act(`Decided: ${decision}.`, "POST", `requests/${shown.selected}/decide`, { decision, justification });
});
onEach("[data-failure]", "click", (event) => {
  const how = event.currentTarget.dataset.failure;
  act(`The delivery fails ${how}.`, "POST", `requests/${shown.selected}/fail-delivery`, { how });
});
at("clear-journal").addEventListener("click", () => act("The journal is empty.", "DELETE", "journal"));
at("new-fault").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  if (await act("The fault is added.", "POST", "faults", faultOf(new FormData(form)))) form.reset();
});

// ---- Keeping up to date

let lost = false;

async function keepUpToDate() {
  try {
    if (!document.hidden) await refresh();
    if (lost) at("problem").textContent = "";
    lost = false;
  } catch (error) {
    lost = true;
    at("problem").textContent = `The sandbox does not answer: ${error.message}`;
  }
  setTimeout(keepUpToDate, EVERY);
}

keepUpToDate();
