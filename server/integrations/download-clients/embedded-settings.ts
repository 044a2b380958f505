import { z } from "zod";

/** How messages call it. */
export const EMBEDDED_CLIENT = "embedded download client";

const optionalKibPerSecond = z.preprocess(
  (value) => (value === "" ? undefined : value),
  z.coerce.number().int().positive().optional(),
);

/** Values are stored as text, so each accepts the text of its kind. */
export const embeddedSettings = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(0).meta({
    label: "Port",
    description:
      "Where other peers reach this server, over TCP. 0 takes any free port. Forward it for faster downloads.",
  }),
  listen_address: z.string().trim().default("").meta({
    label: "Listen address",
    description: "Accept peers on this address only, such as that of a VPN. Empty: on every address.",
  }),
  dht: z.union([z.boolean(), z.stringbool()]).default(true).meta({
    label: "Distributed hash table",
    description: "Finds peers without a tracker. Magnet links often need it; private torrents never use it.",
  }),
  download_limit_kib: optionalKibPerSecond.meta({
    label: "Download limit",
    unit: "KiB/s",
    description: "KiB a second over all downloads. Empty: no limit.",
  }),
  upload_limit_kib: optionalKibPerSecond.meta({
    label: "Upload limit",
    unit: "KiB/s",
    description: "KiB a second over all downloads. Empty: no limit.",
  }),
});

/** Settings of the embedded client as its code uses them. */
export type EmbeddedSettings = z.infer<typeof embeddedSettings>;
