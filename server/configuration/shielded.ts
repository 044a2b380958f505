/** What an upstream says may repeat what it was told; the sentences that are made of that are shown, stored and logged. */
import { DomainError } from "../errors.ts";
import type { FoundRelease } from "../integrations/indexers/indexer.ts";
import type { IntegrationCheck } from "../integrations/integration.ts";
import { hideSecrets } from "../secrets-in-text.ts";

type Method = (...given: unknown[]) => unknown;

/** Shorter ones could be words of a title. */
const leastInTitle = 12;

/** The same port, whose errors, answers to a check and releases that it lists hold none of the secrets that it was opened with. */
export function shielded<Port extends object>(port: Port, secrets: readonly string[]): Port {
  const hide = (text: string) => hideSecrets(text, secrets);
  const long = secrets.filter(({ length }) => length >= leastInTitle);
  const hideInTitle = (text: string) => hideSecrets(text, long);
  const hiddenIn = (method: string, answer: unknown) => {
    if (method === "check") return hiddenInCheck(answer as IntegrationCheck, hide);
    // A catalog's search has no list, and no secret.
    if (method === "search" && Array.isArray(answer)) return answer.map((each) => hiddenInRelease(each, hideInTitle));
    return answer;
  };
  const methods = Object.entries(port).map(([name, method]) => {
    if (typeof method !== "function") return [name, method];
    const call = (...given: unknown[]) => {
      const answer = (method as Method).apply(port, given);
      if (!(answer instanceof Promise)) return answer;
      return answer
        .then((said: unknown) => hiddenIn(name, said))
        .catch((error: unknown) => {
          hideInError(error, hide);
          throw error;
        });
    };
    return [name, call];
  });
  return Object.fromEntries(methods) as Port;
}

/** In place: whoever looks at its type or its facts finds them. */
function hideInError(error: unknown, hide: (text: string) => string): void {
  if (!(error instanceof DomainError)) return;
  error.message = hide(error.message);
  if (error.stack) error.stack = hide(error.stack);
  const facts = Object.entries(error.facts).map(([name, fact]) => [name, typeof fact === "string" ? hide(fact) : fact]);
  Object.assign(error, { facts: Object.fromEntries(facts) });
}

function hiddenInCheck({ message, version, ...rest }: IntegrationCheck, hide: (text: string) => string) {
  return { ...rest, message: hide(message), version: version && hide(version) };
}

/** Its links keep theirs: they are sealed before they are stored. */
function hiddenInRelease(release: FoundRelease, hide: (text: string) => string): FoundRelease {
  const { title, indexerName, bookTitle, author } = release;
  return {
    ...release,
    title: hide(title),
    indexerName: hide(indexerName),
    bookTitle: bookTitle && hide(bookTitle),
    author: author && hide(author),
  };
}
