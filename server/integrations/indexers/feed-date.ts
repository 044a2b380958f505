const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Hours east of UTC, for the zones by name that indexers send. Anything unknown counts as UTC. */
const ZONES: Readonly<Record<string, number>> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  BST: 1,
  WEST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
};

const RFC_822 =
  /(\d{1,2})[ -]+([a-z]{3})[a-z]*\.?[ -]+(\d{4}|\d{2})[ ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{2}:?\d{2}|[a-z]+)?/i;

/**
 * Reads the dates of feeds: RFC 822 with numeric, named, unknown or missing zone and any day of the week, or ISO 8601.
 * `Date.parse` alone takes a missing zone for the server's own and refuses CEST.
 * @returns null for what is not a date.
 */
export function readFeedDate(text: string): Date | null {
  const match = RFC_822.exec(text);
  const date = match
    ? fromRfc822(match)
    : new Date(/\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text.trim()) ? `${text.trim()}Z` : text);
  return Number.isNaN(date.getTime()) ? null : date;
}

function fromRfc822([, day, monthName = "", yearDigits = "", hour, minute, second, zone = ""]: RegExpExecArray): Date {
  const month = MONTHS.indexOf(monthName.toLowerCase());
  const year = yearDigits.length === 2 ? 2000 + Number(yearDigits) : Number(yearDigits);
  if (month < 0) return new Date(Number.NaN);
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  const minutesEast = offset
    ? (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]))
    : (ZONES[zone.toUpperCase()] ?? 0) * 60;
  return new Date(Date.UTC(year, month, Number(day), Number(hour), Number(minute) - minutesEast, Number(second ?? 0)));
}
