import i18next from "i18next";

/** @returns how somebody is reached by a channel, in the chosen language; in the server's words where that has none. */
export function recipientWords(choice: { type: string; recipientLabel: string; recipientDescription: string }) {
  const say = (what: string, otherwise: string) =>
    i18next.t(`notifications:recipients.${choice.type}.${what}` as never, { defaultValue: otherwise }) as string;
  return { label: say("label", choice.recipientLabel), description: say("description", choice.recipientDescription) };
}
