// What is documented and what went over the wire in, the rows that show them side by side out. Nothing here touches the page.

const NOTHING = Symbol("nothing");
const LONGEST_TEXT = 4000;

/** Characters that act are shown by their code; line ends only where a text may have several lines. */
function visible(text, lines = "one") {
  const acts = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;
  const code = (it) => (it === "\n" && lines === "many" ? it : `\\u{${it.codePointAt(0).toString(16)}}`);
  const shown = String(text).replace(acts, code);
  return shown.length > LONGEST_TEXT ? `${shown.slice(0, LONGEST_TEXT)} … (${shown.length} characters)` : shown;
}

const isComposite = (value) => typeof value === "object" && value !== null;
const bracketsOf = (value) => (Array.isArray(value) ? ["[", "]"] : ["{", "}"]);
const childOf = (pointer, name) => `${pointer}/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;
const keysOf = (value) => (isComposite(value) ? Object.keys(value) : []);
const itemOf = (value, key) => (isComposite(value) && Object.hasOwn(value, key) ? value[key] : NOTHING);

/** The rows of two JSON bodies; either may be NOTHING. */
function bodyRows(left, right) {
  const rows = [];
  addValue(rows, { left, right, pointer: "", depth: 0, label: "", ends: ["", ""] });
  return rows;
}

function addValue(rows, pair) {
  const { left, right } = pair;
  const isAlike = isComposite(left) && isComposite(right) && Array.isArray(left) === Array.isArray(right);
  if (isAlike && keysOf(left).length + keysOf(right).length > 0) addMembers(rows, pair);
  else if (left === NOTHING || right === NOTHING) addOneSide(rows, pair);
  else if (isComposite(left) || isComposite(right)) addUnlike(rows, pair);
  else addRow(rows, pair, [JSON.stringify(left), JSON.stringify(right)]);
}

function addMembers(rows, { left, right, pointer, depth, label, ends }) {
  const [open, close] = bracketsOf(left);
  const keys = [...new Set([...keysOf(left), ...keysOf(right)])];
  const isArray = Array.isArray(left);
  rows.push({ left: label + open, right: label + open, pointer, depth, kind: "same" });
  const isLast = (value, key) => keysOf(value).at(-1) === key;
  for (const key of keys) {
    addValue(rows, {
      left: itemOf(left, key),
      right: itemOf(right, key),
      pointer: childOf(pointer, key),
      depth: depth + 1,
      label: isArray ? "" : `${JSON.stringify(key)}: `,
      ends: [isLast(left, key) ? "" : ",", isLast(right, key) ? "" : ","],
    });
  }
  rows.push({ left: close + ends[0], right: close + ends[1], depth, kind: "same" });
}

function addOneSide(rows, pair) {
  const isLeft = pair.right === NOTHING;
  for (const line of linesOf(isLeft ? pair.left : pair.right, pair, isLeft ? pair.ends[0] : pair.ends[1])) {
    rows.push({ ...line, [isLeft ? "left" : "right"]: line.text, kind: isLeft ? "missing" : "extra" });
  }
}

/** A plain value beside a composite one, or an object beside an array. */
function addUnlike(rows, pair) {
  const [left, right] = [linesOf(pair.left, pair, pair.ends[0]), linesOf(pair.right, pair, pair.ends[1])];
  const isSame = JSON.stringify(pair.left) === JSON.stringify(pair.right);
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const line = right[at] ?? left[at];
    rows.push({ ...line, left: left[at]?.text, right: right[at]?.text, kind: isSame ? "same" : "differs" });
  }
}

function addRow(rows, { pointer, depth, label, ends }, [left, right]) {
  const kind = left === right ? "same" : "differs";
  rows.push({ left: label + left + ends[0], right: label + right + ends[1], pointer, depth, kind });
}

/** One value, line by line. */
function linesOf(value, { pointer, depth, label }, end) {
  const keys = keysOf(value);
  if (!isComposite(value) || keys.length === 0) {
    return [{ text: label + (isComposite(value) ? bracketsOf(value).join("") : JSON.stringify(value)) + end, pointer, depth }];
  }
  const [open, close] = bracketsOf(value);
  const name = (key) => (Array.isArray(value) ? "" : `${JSON.stringify(key)}: `);
  const inner = keys.flatMap((key, at) =>
    linesOf(value[key], { pointer: childOf(pointer, key), depth: depth + 1, label: name(key) }, at + 1 < keys.length ? "," : ""),
  );
  return [{ text: label + open, pointer, depth }, ...inner, { text: close + end, depth }];
}

/** A row for each documented header beside the one that was sent, and the headers that no document names. */
function headerRows(documented, actual) {
  const named = (name) => actual.find(([other]) => other.toLowerCase() === name.toLowerCase());
  const rows = documented.map(([name, value]) => {
    const found = named(name);
    const kind = !found ? "missing" : found[1].startsWith(value) || value.startsWith("Bearer") ? "same" : "differs";
    return { left: `${name}: ${value}`, right: found && found.join(": "), pointer: `header ${name.toLowerCase()}`, depth: 0, kind };
  });
  const isShown = ([name]) => documented.some(([other]) => other.toLowerCase() === name.toLowerCase());
  return [rows, actual.filter((header) => !isShown(header))];
}

/** A text that is no JSON, a row a line. */
function textRows(text) {
  return visible(text, "many").split("\n").map((right) => ({ right, depth: 0, kind: "extra" }));
}

/** Puts findings to the rows of their places; those that have no row get one of their own before them. */
function withFindings(rows, findings) {
  const placed = new Set();
  const marked = rows.map((row) => {
    const of = findings.filter((it) => row.pointer !== undefined && it.place.toLowerCase() === row.pointer.toLowerCase());
    of.forEach((it) => placed.add(it));
    return of.length > 0 ? { ...row, findings: of } : row;
  });
  const others = findings.filter((it) => !placed.has(it));
  const own = others.map((it) => ({ depth: 0, kind: "own", pointer: it.place, findings: [it] }));
  return [...own, ...marked];
}

