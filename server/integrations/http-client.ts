/** The shape of the one HTTP client that every adapter uses. */

/** What to ask. */
export interface HttpRequest {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | readonly (string | number)[] | undefined>>;
  readonly body?: string | Uint8Array | FormData | URLSearchParams;
  /** The label of the integration, for messages: "Torznab indexer". */
  readonly integration: string;
  /** Whole exchange, body included. Default 30 000. */
  readonly timeoutMs?: number;
  /** Bodies above this are refused while they arrive. Default 5 MiB. */
  readonly maxBytes?: number;
  /** Statuses from 300 up that the caller wants to see instead of an error (301 for a redirect taken by hand). */
  readonly expectStatus?: readonly number[];
  readonly signal?: AbortSignal;
}

/** What came. Header names are lower-case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** The body as UTF-8. */
  text(): string;
  /** @throws UpstreamRejectedError when the body is not JSON. */
  json(): unknown;
}

/** Never follows a redirect by itself: a credential must not travel to another host. */
export interface HttpClient {
  /**
   * @throws UpstreamUnavailableError on time-outs, refused or broken connections, 5xx and 429 (with retryAfterSeconds).
   * @throws UpstreamRejectedError on every other status from 300 up that is not in `expectStatus`, and on bodies over `maxBytes`.
   */
  request(url: string, request: HttpRequest): Promise<HttpAnswer>;
}
