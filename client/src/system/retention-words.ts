import i18next from "i18next";
import { system as words } from "./words.en.ts";

/** @returns what people call a kind of thing; of one that this version does not know, its own name. */
export function retentionName(name: string): string {
  const known = (Object.keys(words.retention.names) as (keyof typeof words.retention.names)[]).find(
    (each) => each === name,
  );
  return known ? i18next.t(`retention.names.${known}`, { ns: "system" }) : name;
}
