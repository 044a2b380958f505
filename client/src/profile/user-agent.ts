import i18next from "i18next";

/** The first that fits: nearly all of them call themselves Mozilla, and most Chrome and Safari as well. */
const browsers = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/(Chrome|Chromium|CriOS)\//, "Chrome"],
  [/\bVersion\/.* Safari\//, "Safari"],
] as const;
const systems = [
  [/\bWindows\b/, "Windows"],
  [/\bAndroid\b/, "Android"],
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
] as const;

/** @returns such as "Firefox on Linux"; of a program that is no browser its own name, such as "curl". */
export function describeUserAgent(userAgent: string | null): string {
  const find = (known: typeof browsers | typeof systems) => known.find(([sign]) => sign.test(userAgent ?? ""))?.[1];
  const name =
    find(browsers) ?? /^(?!Mozilla)[\w.-]{1,40}/.exec(userAgent ?? "")?.[0] ?? i18next.t("profile:sessions.unknown");
  const system = find(systems);
  return system ? i18next.t("profile:sessions.on", { browser: name, system }) : name;
}
