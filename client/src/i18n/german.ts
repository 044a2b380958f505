/** Every sentence of the client in German; loaded only when it is chosen. */
import { audiobooks } from "../audiobooks/words.de.ts";
import { jobs } from "../jobs/words.de.ts";
import { layout } from "../layout/words.de.ts";
import { security } from "../security/words.de.ts";
import { system } from "../system/words.de.ts";
import { ui } from "../ui/words.de.ts";
import type { english, Translation } from "./english.ts";

export const german: Translation<typeof english> = { audiobooks, jobs, layout, security, system, ui };
