import { readFileSync } from "node:fs";

/** The sources lie one folder nearer to package.json than the compiled program does. */
const places = ["../../package.json", "../../../package.json"].map((path) => new URL(path, import.meta.url));

function read(url: URL): string | undefined {
  try {
    return (JSON.parse(readFileSync(url, "utf8")) as { version: string }).version;
  } catch {
    return undefined;
  }
}

/** This program's version, from package.json. */
export const version = read(places[0]!) ?? read(places[1]!) ?? "0.0.0";
