import { Query, type Connection, type QueryConfig } from "pg";

/** In whose name a statement asks: PostgreSQL's settings until the end of the transaction. */
export interface NameVariables {
  readonly "app.viewer_id"?: string;
  readonly role?: string;
}

/** The naming statements that a connection has prepared. */
const prepared = new WeakMap<Connection, Set<string>>();

/**
 * A statement that says first in whose name it asks. Both go to PostgreSQL before one Sync: they are one transaction, at
 * whose end the name is forgotten, without a `begin` and a `commit` that would be two statements more. (PostgreSQL's
 * manual, "Pipelining": without explicit transaction control what stands before a Sync is an implicit transaction.) Where
 * the name is refused, PostgreSQL passes over the statement.
 */
export class QueryAs extends Query<Record<string, unknown>> {
  readonly #variables: [setting: string, value: string][];
  #named = false;

  constructor(
    statement: { readonly name?: string; readonly text: string; readonly values: unknown[] },
    variables: NameVariables,
  ) {
    super({ ...statement, queryMode: "extended" } as QueryConfig);
    this.#variables = Object.entries(variables);
  }

  override submit = (connection: Connection): void => {
    const { stream } = connection as Connection & { stream: { cork(): void; uncork(): void } };
    stream.cork();
    try {
      this.#name(connection);
      return Query.prototype.submit.call(this, connection);
    } finally {
      stream.uncork();
    }
  };

  #name(connection: Connection): void {
    // A setting that is not given is left alone: "none" for the role would be the user that logged in, who may more.
    const name = `name ${this.#variables.map(([setting]) => setting).join()}`;
    let names = prepared.get(connection);
    if (!names) prepared.set(connection, (names = new Set()));
    if (!names.has(name)) {
      names.add(name);
      const calls = this.#variables.map(([setting], index) => `set_config('${setting}', $${index + 1}, true)`);
      connection.parse({ name, text: `select ${calls.join(", ")}`, types: [] }, true);
      // This Parse is answered too, and pg would take the answer for that of the statement's own.
      Object.assign(this, { name: undefined });
    }
    connection.bind({ statement: name, values: this.#variables.map(([, value]) => value) }, true);
    connection.execute({}, true);
  }

  /** @internal The naming is not described, so its row cannot be read; nobody asks for it. */
  handleDataRow(message: unknown): void {
    if (this.#named) inherited.handleDataRow.call(this, message);
  }

  /** @internal */
  handleCommandComplete(message: unknown, connection: Connection): void {
    if (this.#named) inherited.handleCommandComplete.call(this, message, connection);
    this.#named = true;
  }
}

/** What pg's client calls, and its types leave out. */
const inherited = Query.prototype as unknown as Record<
  "handleDataRow" | "handleCommandComplete",
  (this: QueryAs, ...message: unknown[]) => void
>;
