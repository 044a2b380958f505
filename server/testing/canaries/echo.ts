/** An upstream that repeats all it was told, keys and passwords included, in every place in which one has something to say. */
import type { IncomingMessage } from "node:http";
import { startVendorServer, type VendorAnswer, type VendorServer } from "../fakes/vendor-server.ts";

type Say = (told: string, path: string) => VendorAnswer;

const escape = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const json = (value: unknown, status = 200): VendorAnswer => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});
const xml = (body: string, status = 200): VendorAnswer => ({
  status,
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0"?>\n${body}`,
});
const torznabError = (code: number): Say => {
  return (told) => xml(`<error code="${code}" description="${escape(told)}"/>`);
};
const status = (code: number): Say => {
  return (told) => ({ status: code, body: told, headers: { "www-authenticate": `Basic realm="${encodeURI(told)}"` } });
};

/** How it answers: the first part of the path. */
export const manners: Readonly<Record<string, Say>> = {
  bad: status(400),
  unauthorised: status(401),
  forbidden: status(403),
  gone: status(404),
  conflict: status(409),
  busy: status(429),
  broken: status(500),
  text: (told) => ({ body: told }),
  page: (told) => ({ body: `<!doctype html><title>${escape(told)}</title>` }),
  half: (told) => ({ headers: { "content-type": "application/json" }, body: `{"error": ${JSON.stringify(told)}` }),
  elsewhere: (told) => ({ status: 302, headers: { location: `http://other.example/?${encodeURIComponent(told)}` } }),
  key: torznabError(100),
  limit: torznabError(500),
  trouble: torznabError(900),
  capabilities: (told) =>
    xml(`<caps><server title="${escape(told)}"/><searching><search available="yes"/></searching>
      <categories><category id="3030" name="${escape(told)}"/></categories></caps>`),
  prowlarr: (told, path) =>
    json(
      path.endsWith("/status")
        ? { appName: "Prowlarr", version: told }
        : [{ id: 1, name: told, enable: true, protocol: "torrent" }],
    ),
  somethingelse: (told) => json({ appName: told, version: told }),
  legacy: (told) => json({ result: told, arguments: {} }),
  rpc: (told) => json({ jsonrpc: "2.0", id: 1, error: { code: 1, message: told, data: { error_string: told } } }),
  transmission: (told) =>
    json({ result: "success", arguments: { version: told, "rpc-version": 17, "download-dir": told } }),
  qbittorrent: (told, path) =>
    path.endsWith("/login")
      ? { body: "Ok." }
      : path.endsWith("preferences")
        ? json({ save_path: told })
        : { body: told },
  plex: (told) =>
    json({
      MediaContainer: {
        machineIdentifier: told,
        version: told,
        Directory: [{ key: "1", title: told, type: "artist", Location: [{ id: 1, path: told }] }],
      },
    }),
};

/** Starts one; `<its address>/<manner>` is what to configure. */
export function startEcho(): Promise<VendorServer> {
  return startVendorServer((url, request, body) => {
    const manner = manners[url.pathname.split("/")[1]!];
    return manner ? manner(toldBy(url, request, body), url.pathname) : { status: 404 };
  });
}

/** As one text: what was encoded once more in plain. */
function toldBy(url: URL, { headers }: IncomingMessage, body: Uint8Array): string {
  const basic = /^Basic (\S+)$/.exec(headers.authorization ?? "")?.[1] ?? "";
  const { authorization = "", cookie = "" } = headers;
  const own = ["x-api-key", "x-plex-token"].map((name) => headers[name] ?? "");
  const said = [url.search, authorization, Buffer.from(basic, "base64").toString(), cookie, ...own];
  return [...said, Buffer.from(body).toString()]
    .filter(Boolean)
    .join(" ")
    .replace(/[^ -~]/g, "");
}
