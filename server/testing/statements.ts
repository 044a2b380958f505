import { Client } from "pg";

/** Who asks is looked up at most once a second, whatever the operation. */
export const aboutWhoAsks = /"(sessions|api_keys)"/;
/** What says in whose name a statement is asked. */
const frame = /^(begin|commit|select set_config\()/;

/**
 * The SQL statements that this process sends over connections which work as a role, while `work` lasts.
 * @param role those of others, such as the queue's, do not count. @param counts which do, by their text, and the name of what is planned once.
 */
export async function countStatements(
  role: string,
  work: () => Promise<unknown>,
  counts = (text: string, _name?: string) => !aboutWhoAsks.test(text) && !frame.test(text),
): Promise<string[]> {
  const seen: string[] = [];
  const original = Client.prototype.query as (...args: unknown[]) => unknown;
  Client.prototype.query = function (
    this: Client & { connectionParameters: { options?: string } },
    ...args: unknown[]
  ) {
    const [first] = args as [string | { text?: string; name?: string }];
    const { text = "", name } = typeof first === "string" ? { text: first } : (first ?? {});
    if (this.connectionParameters.options?.includes(`role=${role} `) && counts(text, name)) seen.push(text);
    return original.apply(this, args);
  } as never;
  try {
    await work();
  } finally {
    Client.prototype.query = original as never;
  }
  return seen;
}
