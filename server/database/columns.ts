/** Column shapes that every table shares. Functions, because MikroORM writes the column's name into what it is given. */

/**
 * A point in time, to the millisecond: that is what a JavaScript Date holds, and a cursor over finer values would
 * skip rows.
 */
export function timestamp() {
  return { type: "datetime", columnType: "timestamptz(3)", length: 3 } as const;
}

/** A point in time that the database fills in when the row is made. */
export function timestampNow() {
  return { ...timestamp(), defaultRaw: "now()" } as const;
}

/** A primary key that the application makes (UUID v7); the database makes one for rows written by hand. */
export function primaryKey() {
  return { type: "uuid", defaultRaw: "gen_random_uuid()" } as const;
}

/** The SQL of a CHECK that holds a text column to an enumeration's values. */
export function isOneOf(column: string, values: Record<string, string>): string {
  const list = Object.values(values).map((value) => `'${value}'`);
  return `${column} in (${list.join(", ")})`;
}
