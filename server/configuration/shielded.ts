/** What an upstream says may repeat what it was told; the sentences that are made of that are shown, stored and logged. */
import { DomainError } from "../errors.ts";
import type { IntegrationCheck } from "../integrations/integration.ts";
import { hideSecrets } from "../secrets-in-text.ts";

type Method = (...given: unknown[]) => unknown;

/** The same port, whose errors, and whose answer to a check, hold none of the secrets that it was opened with. */
export function shielded<Port extends object>(port: Port, secrets: readonly string[]): Port {
  const hide = (text: string) => hideSecrets(text, secrets);
  const methods = Object.entries(port).map(([name, method]) => {
    if (typeof method !== "function") return [name, method];
    const call = (...given: unknown[]) => {
      const answer = (method as Method).apply(port, given);
      if (!(answer instanceof Promise)) return answer;
      const shown = name === "check" ? answer.then((check) => hiddenInCheck(check as IntegrationCheck, hide)) : answer;
      return shown.catch((error: unknown) => {
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
