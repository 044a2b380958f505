/** Every sentence of the client in German; loaded only when it is chosen. */
import { layout } from "../layout/words.de.ts";
import { ui } from "../ui/words.de.ts";
import type { english, Translation } from "./english.ts";

export const german: Translation<typeof english> = { layout, ui };
