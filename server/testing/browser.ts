import type { Answer } from "./test-app.ts";

/** A browser as far as the API sees one: it keeps the cookies that it is given, and sends them back. */
export interface Browser {
  /** By name. */
  readonly cookies: Map<string, string>;
  /** The Set-Cookie headers of the last answer. */
  readonly lastSetCookie: readonly string[];
  send<T = any>(query: string, variables?: Record<string, unknown>): Promise<Answer<T>>;
  /** @throws Error with the first error of the answer. */
  ask<T = any>(query: string, variables?: Record<string, unknown>): Promise<T>;
}

/** @param url where the program listens. @param headers what it sends beside its cookies, such as its page's origin. */
export function openBrowser(url: string, headers: Readonly<Record<string, string>> = {}): Browser {
  const cookies = new Map<string, string>();
  let lastSetCookie: readonly string[] = [];
  const browser: Browser = {
    cookies,
    get lastSetCookie() {
      return lastSetCookie;
    },
    async send(query, variables = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(cookie ? { cookie } : {}), ...headers },
        body: JSON.stringify({ query, variables }),
      });
      lastSetCookie = response.headers.getSetCookie();
      for (const line of lastSetCookie) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
        if (value) cookies.set(name!, value);
        else cookies.delete(name!);
      }
      return (await response.json()) as Answer;
    },
    async ask(query, variables) {
      const { data, errors } = await browser.send(query, variables);
      if (errors?.[0]) throw new Error(`${errors[0].message} (${errors[0].extensions["code"]})`);
      return data;
    },
  };
  return browser;
}
