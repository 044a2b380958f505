/** What a setting and its choices are called. The server says it in English; other languages have it in words of their own. */
import i18next from "i18next";

/** @returns the words of the chosen language; the server's own where it has none. */
export function settingWords({ key, label, description }: { key: string; label: string; description: string }) {
  // Another indexer's settings are called like the first one's.
  const [kind, property] = [key.split(".")[0], key.split(".").at(-1)];
  const say = (what: string, otherwise: string) =>
    i18next.t(`settings:${kind}.${property}.${what}` as never, {
      defaultValue: otherwise,
      // {author} and {{…}} are theirs.
      skipInterpolation: true,
    }) as string;
  return { label: say("label", label), description: say("description", description) };
}

/** @returns what an integration's type is called, and what it is. */
export function choiceWords(kind: string, option: string): { label: string; about: string } {
  const say = (key: string, otherwise: string) =>
    i18next.t(`configuration:choice.${kind}.${key}` as never, { defaultValue: otherwise }) as string;
  return { label: say(option, option), about: say(`${option}_about`, "") };
}
