/** What is asked ad hoc is not to fill the memory of the connections: each keeps a plan for every name. */
const mostNames = 300;
const mostSeen = 1_000;

const names = new Map<string, string>();
const seen = new Set<string>();

/**
 * Gives a statement that comes again a name: a connection then parses and plans it once, and not each time. For the list
 * of requests that was a third of what PostgreSQL had to do.
 * @param role as which it runs, where that is not always the same: a plan holds the policies of one role, and would be
 * made anew each time the role is another.
 */
export function prepared(text: string, role = ""): { readonly text: string; readonly name?: string } {
  const known = `${role} ${text}`;
  let name = names.get(known);
  if (name === undefined) {
    if (!seen.has(known) || names.size >= mostNames) {
      if (seen.size >= mostSeen) seen.clear();
      seen.add(known);
      return { text };
    }
    names.set(known, (name = `planned_${names.size}`));
  }
  return { text, name };
}
