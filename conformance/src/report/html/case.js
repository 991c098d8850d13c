// A case in, what is shown of it once it is opened out. Everything from the report is put in as text, never as markup.

/** An element with these attributes and children; text becomes text, and nothing becomes nothing. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return made;
}

const code = (text, name = "") => element("code", { class: name }, visible(text));
const number = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const isDecisive = (finding, decisive) =>
  LEVELS.indexOf(finding.level) <= LEVELS.indexOf(decisive) && ["server", "client"].includes(finding.outOfStep) && !finding.waived;
const LEVELS = ["must", "should", "may"];

/** Everything of a case below its row. */
function caseBody({ case: told, curl }, decisive) {
  const line = { ...told, curl };
  const exchanges = line.exchanges.map((exchange, at) => exchangePart(line, exchange, at, decisive));
  const show = (at) => {
    exchanges[at]?.setAttribute("open", "");
    exchanges[at]?.scrollIntoView({ block: "start" });
    exchanges[at]?.querySelector("summary").focus({ preventScroll: true });
  };
  const findings = merged(line.findings, decisive).map((finding) => findingPart(line, finding, { decisive, show }));
  return element("div", { class: "body" }, factsPart(line),
    findings.length > 0 ? part("Findings", folded(findings)) : null,
    exchanges.length > 0 ? part(exchanges.length === 1 ? "Exchange" : `${exchanges.length} exchanges`, exchanges) : null);
}

const MOST_FINDINGS = 5;

/** The first findings, and the others folded away. */
function folded(findings) {
  if (findings.length <= MOST_FINDINGS + 1) return findings;
  const others = findings.slice(MOST_FINDINGS);
  return [...findings.slice(0, MOST_FINDINGS), element("details", { class: "others" }, element("summary", {}, `${others.length} more findings`), others)];
}

const part = (heading, children) => element("section", {}, element("h4", {}, heading), children);

function factsPart(line) {
  const { location, operation, restsOn } = line;
  const facts = [
    ["Rests on", restsOn.map((source) => element("div", {}, sourcePart(source, line)))],
    ["Operation", operation && code(operation)],
    ["Written in", location && code(`${location.file}:${location.line}`)],
    ["Run again", code(`--only '${line.id}'`)],
  ];
  const shown = facts.filter(([, value]) => value !== undefined && value !== null && value.length !== 0);
  return element("dl", { class: "facts" }, shown.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))));
}

/** What something rests on, with the address where it has one. */
function sourcePart(source, line) {
  const [kind, text] = Object.entries(source)[0] ?? ["", ""];
  if (kind === "discrepancy") return element("span", { title: `conformance explain ${text} tells all of it` }, `discrepancy ${visible(text)}`);
  if (kind === "schema") return element("span", {}, "contract ", code(text));
  if (kind === "observation") return `observed: ${visible(text)}`;
  if (kind === "choice") return `our own choice: ${visible(text)}`;
  const addressed = /^(.*) \((https?:\/\/[^\s()]+)\)$/s.exec(text);
  if (addressed) return link(addressed[1], addressed[2]);
  const url = kind === "page" && line.source?.url;
  return url && /^https?:\/\//.test(url) ? link(text, url) : visible(text);
}

const link = (text, address) => element("a", { href: address, rel: "noreferrer noopener" }, visible(text));

// ---- Findings

/** What decides first, each finding once, with the exchanges that show it: a server makes one mistake in exchange after exchange. */
function merged(findings, decisive) {
  const told = new Map();
  for (const finding of findings) {
    const { exchange, ...rest } = finding;
    const key = JSON.stringify(rest);
    const known = told.get(key) ?? { ...finding, exchanges: [] };
    if (exchange !== undefined) known.exchanges.push(exchange);
    told.set(key, known);
  }
  const weight = (finding) => (isDecisive(finding, decisive) ? 0 : 10) + LEVELS.indexOf(finding.level);
  return [...told.values()].sort((one, other) => weight(one) - weight(other));
}

function findingPart(line, finding, { decisive, show }) {
  const decides = isDecisive(finding, decisive);
  const place = finding.place === finding.check ? null : code(finding.place || "the whole body", "place");
  const consequence = finding.waived ? "waived" : decides ? "decides" : "reported only";
  return element("article", { class: `finding ${decides ? "decides" : ""}` },
    element("h5", {}, levelPart(finding.level), code(finding.check), place,
      element("span", { class: "party" }, `${OUT_OF_STEP[finding.outOfStep] ?? visible(finding.outOfStep)} · ${consequence}`)),
    element("dl", { class: "versus" },
      element("div", {}, element("dt", {}, "Expected"), element("dd", {}, visible(finding.expected))),
      element("div", {}, element("dt", {}, "Actual"), element("dd", {}, visible(finding.actual)))),
    finding.sent === undefined ? null : element("div", {}, element("p", { class: "note" }, "Sent"), element("pre", { tabindex: "0" }, visible(finding.sent, "many"))),
    waivedPart(finding.waived),
    element("p", { class: "note" }, "Rests on ", sourcePart(finding.source, line),
      finding.location ? [", ", code(`${finding.location.file}:${finding.location.line}`)] : null,
      finding.exchanges.slice(0, 8).map((at) => [" ", jump(at, show)]),
      finding.exchanges.length > 8 ? ` and ${finding.exchanges.length - 8} more` : null));
}

const OUT_OF_STEP = {
  server: "the server is out of step",
  client: "the client is out of step",
  contract: "the contract is out of step",
  documentation: "the documentation says both",
};

const levelPart = (level) => element("span", { class: `level ${level}` }, level);

function waivedPart(waived) {
  if (!waived) return null;
  const where = waived.link && /^https?:\/\//.test(waived.link) ? [" (", link(waived.link, waived.link), ")"] : null;
  return element("p", {}, `Waived until ${visible(waived.expires)} by ${visible(waived.owner)}: ${visible(waived.reason)}`, where);
}

function jump(at, show) {
  const button = element("button", { type: "button", class: "jump" }, `exchange ${at}`);
  button.addEventListener("click", () => show(at - 1));
  return button;
}

// ---- Exchanges

function exchangePart(line, exchange, at, decisive) {
  const isOnly = line.exchanges.length === 1;
  const findings = line.findings.filter((finding) => (finding.exchange ?? line.exchanges.length) === at + 1);
  const decides = findings.some((finding) => isDecisive(finding, decisive));
  const { method, url, identity } = exchange.request;
  const status = exchange.response ? exchange.response.status : "no answer";
  const summary = element("summary", {},
    element("span", { class: "number" }, String(at + 1)), element("b", {}, visible(method)), " ", code(pathOf(url)),
    element("span", { class: "status" }, `→ ${status}`),
    identity ? element("span", { class: "note" }, `as ${visible(identity)}`) : null,
    element("span", { class: "note" }, milliseconds(exchange.elapsedMs)),
    findings.length > 0 ? element("span", { class: "count" }, number(findings.length, "finding")) : null);
  const details = element("details", { class: `exchange ${decides ? "decides" : ""}` }, summary);
  const fill = () => details.childElementCount > 1 || details.append(messages(line, exchange, at, findings));
  details.addEventListener("toggle", fill);
  if (isOnly || findings.length > 0) {
    fill();
    details.open = true;
  }
  return details;
}

const pathOf = (url) => visible(url.replace(/^https?:\/\/[^/]+/, "")) || "/";
const milliseconds = (ms) => (ms < 1000 ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

function messages(line, exchange, at, findings) {
  const { documented } = line;
  const { request, response } = exchange;
  const sent = [{ left: documented && `${documented.request.method} ${documented.request.target}`, right: `${request.method} ${request.url}`, depth: 0, kind: targetKind(documented, request) }];
  const came = [{ left: documented?.response && `HTTP ${documented.response.status}`, right: response ? `HTTP ${response.status}` : exchange.interruption, pointer: response ? "status" : "connection", depth: 0, kind: statusKind(documented?.response, response) }];
  return element("div", { class: "messages" },
    copyPart(line.curl[at]),
    documented ? element("p", { class: "note" }, "Marked ", element("mark", { class: "key differs" }, "so"), " is what differs from the documented values and may; ", element("mark", { class: "key found" }, "so"), " what a finding is about.") : null,
    messagePart("Request", { head: sent, documented: documented?.request, actual: request, findings: [] }),
    messagePart("Answer", { head: came, documented: documented?.response, actual: response, findings }),
    response?.stray ? element("p", { class: "note" }, "After it came ", code(response.stray)) : null);
}

const targetKind = (documented, request) => (!documented || request.url.endsWith(documented.request.target) ? "same" : "differs");
const statusKind = (documented, response) => (!documented || documented.status === String(response?.status) ? "same" : "differs");

/** The table of one message, and its other headers. */
function messagePart(name, { head, documented, actual, findings }) {
  const [headers, others] = headerRows(documented?.headers ?? [], actual?.headers ?? []);
  const rows = [...head, ...headers, ...contentRows(documented, actual)];
  const hasLeft = documented !== undefined || findings.length > 0;
  return element("div", { class: "message" },
    table(name, withFindings(rows, findings), hasLeft, documented ? "Documented" : "Expected"),
    others.length > 0 ? element("details", { class: "headers" }, element("summary", {}, number(others.length, documented ? "other header" : "header")),
      element("pre", { tabindex: "0" }, others.map((header) => visible(header.join(": "))).join("\n"))) : null);
}

function contentRows(documented, actual) {
  const left = documented?.body === undefined ? NOTHING : documented.body;
  const sent = actual?.body === undefined ? parsed(actual?.text) : actual.body;
  const rows = left === NOTHING && sent === NOTHING ? [] : bodyRows(left, sent);
  return sent !== NOTHING || actual?.text === undefined ? rows : [...rows, ...textRows(actual.text)];
}

/** The JSON of a text that loses nothing when it is read. */
function parsed(text) {
  try {
    const value = JSON.parse(text);
    return JSON.stringify(value) === text ? value : NOTHING;
  } catch {
    return NOTHING;
  }
}

const MOST_ROWS = 1500;

function table(name, rows, hasLeft, leftName) {
  const heads = hasLeft ? [leftName, "Actual"] : ["Actual"];
  const body = element("tbody", {}, rows.slice(0, MOST_ROWS).flatMap((row) => tableRows(row, hasLeft, leftName === "Documented")));
  const more = rows.length > MOST_ROWS ? element("p", { class: "note" }, `${rows.length - MOST_ROWS} more lines are in the JSON report.`) : null;
  return [element("table", { class: hasLeft ? "pair" : "single" }, element("caption", {}, name),
    element("thead", {}, element("tr", {}, heads.map((text) => element("th", { scope: "col" }, text)))), body), more];
}

function tableRows(row, hasLeft, isDocumented) {
  const { findings = [] } = row;
  const kind = findings.length > 0 ? "found" : hasLeft && isDocumented ? row.kind : "same";
  const cell = (text, side) => {
    const made = element("td", { class: side }, text === undefined ? null : kind === "same" ? visible(text) : element("mark", {}, visible(text)));
    made.style.setProperty("--depth", row.depth);
    return made;
  };
  const expected = findings.map((it) => `${row.kind === "own" ? `${it.place || "the whole body"}: ` : ""}${it.expected}`).join("; ");
  const left = row.left ?? (findings.length > 0 ? expected : undefined);
  const right = row.right ?? (row.kind === "own" ? findings.map((it) => it.actual).join("; ") : undefined);
  const shown = element("tr", { class: kind }, hasLeft ? cell(left, "left") : null, cell(right, "right"));
  // Where nothing is documented at this place, the finding stands in that cell.
  const isTold = row.left === undefined || row.pointer === "status";
  if (findings.length === 0 || isTold) return [shown];
  const note = findings.map((it) => `${it.level}, ${it.check}: expected ${it.expected}, actual ${it.actual}`).join(" · ");
  return [shown, element("tr", { class: "told" }, element("td", { colspan: hasLeft ? "2" : "1" }, visible(note)))];
}

function copyPart(curl) {
  if (curl === undefined) return null;
  const button = element("button", { type: "button" }, "Copy as curl");
  const text = element("code", { class: "curl" }, visible(curl));
  const said = element("span", { class: "note", role: "status" });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(curl);
      said.textContent = "copied";
    } catch {
      getSelection().selectAllChildren(text);
      said.textContent = "selected: copy it with the keyboard";
    }
  });
  return element("div", { class: "copy" }, button, said, element("details", {}, element("summary", {}, "curl"), element("pre", { tabindex: "0" }, text)));
}

