/** What the details of a record say, for a person. They are facts by name; what was changed has its old and its new value. */

/** What of a record is read here. */
interface Recorded {
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Something that was one thing and became another. */
export interface Change {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** @returns what it was done to, as people call it; null where that has no name. */
export function subjectName({ subjectType, subjectId, details }: Recorded): string | null {
  if (subjectType === "configuration") return subjectId;
  const { book, name, type } = details;
  return [book, name, type].find((each) => typeof each === "string") ?? null;
}

/** @returns what was changed, and the other facts, in the order in which they were recorded. */
export function auditFacts({ subjectType, subjectId, details }: Recorded) {
  const { changes, old, new: now, ...others } = details;
  const own = "old" in details || "new" in details ? [changed(subjectType ?? "value", { old, new: now })] : [];
  const several = isRecord(changes) ? Object.entries(changes).map(([name, change]) => changed(name, change)) : [];
  const facts = Object.entries(others)
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => ({ name: inWords(name), value: shown(value) }));
  const subject = subjectType && subjectId ? [{ name: inWords(subjectType), value: subjectId }] : [];
  return { changes: [...several, ...own], facts: [...facts, ...subject] };
}

function changed(name: string, change: unknown): Change {
  const { old, new: now } = isRecord(change) ? change : {};
  return { name: inWords(name), before: shown(old), after: shown(now) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "not set";
  if (value === true) return "yes";
  if (value === false) return "no";
  if (Array.isArray(value)) return value.map(shown).join(", ");
  return isRecord(value) ? JSON.stringify(value) : String(value);
}

/** `requestQuotaDays` and `api_key` as they would be written: request quota days, api key. */
function inWords(name: string): string {
  return name
    .replaceAll("_", " ")
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim();
}
