/** Follows a few requests by the live updates of the API until each has come to its end. */
import type { Api } from "./api.ts";
import type { Progress, View } from "./terminal.ts";

/** What of a request is followed. */
export const followedFields = `
  id status progress version errorMessage
  blocker { message }
  audiobook { title }
  events { id message }
  downloads { progress downloadBytesPerSecond secondsLeft }
`;

/** A request as it is told. */
export interface FollowedRequest {
  readonly id: string;
  readonly status: string;
  readonly progress: number;
  readonly version: number;
  readonly errorMessage: string | null;
  readonly blocker: { readonly message: string } | null;
  readonly audiobook: { readonly title: string };
  readonly events: readonly { readonly id: string; readonly message: string }[];
  readonly downloads: readonly {
    readonly progress: number | null;
    readonly downloadBytesPerSecond: number | null;
    readonly secondsLeft: number | null;
  }[];
}

/** Requests that are being followed. */
export interface Watch {
  /** Takes in a state that came another way than by live updates; an older one than is known changes nothing. */
  see(request: FollowedRequest): void;
  /**
   * Resolves when every one of them is completed.
   * @throws Error with a sentence when one has failed, the connection broke, or the signal says that time is up.
   */
  completed(ids: readonly string[], signal: AbortSignal): Promise<void>;
  /** Distinct percentages that were told while the request was downloading, by its id. */
  distinctProgress(id: string): number;
}

/** Begins to listen at once, to every request that the viewer may see. */
export function watchRequests(api: Api, view: View): Watch {
  const requests = new Map<string, FollowedRequest>();
  const told = new Set<string>();
  const percentages = new Map<string, Set<number>>();
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  let check = (): void => undefined;

  function see(request: FollowedRequest): void {
    const { id, status, progress, version, audiobook } = request;
    if (version < (requests.get(id)?.version ?? 0)) return;
    requests.set(id, request);
    for (const event of request.events) {
      if (!told.has(event.id)) view.tell(audiobook.title, event.message);
      told.add(event.id);
    }
    if (status === "DOWNLOADING") percentages.set(id, (percentages.get(id) ?? new Set()).add(progress));
    view.show([...requests.values()].map(describe));
    check();
  }

  async function listen(): Promise<void> {
    const query = `subscription { requestChanged { request { ${followedFields} } } }`;
    for await (const { requestChanged } of api.subscribe<{ requestChanged: { request: FollowedRequest } }>(query)) {
      see(requestChanged.request);
    }
    throw new Error("The server has ended the live updates.");
  }
  listen().catch(broken.reject);

  return {
    see,
    async completed(ids, signal) {
      const arrived = Promise.withResolvers<void>();
      const states = () => ids.map((id) => requests.get(id)).filter((request) => request !== undefined);
      check = () => {
        const failed = states().find(({ status }) => ["FAILED", "CANCELLED", "DENIED"].includes(status));
        if (failed) arrived.reject(new Error(`${failed.audiobook.title} did not arrive. ${failed.errorMessage ?? ""}`));
        else if (states().filter(({ status }) => status === "COMPLETED").length === ids.length) arrived.resolve();
      };
      const giveUp = (): void => arrived.reject(new Error(sentenceOfLate(states())));
      signal.addEventListener("abort", giveUp, { once: true });
      if (signal.aborted) giveUp();
      check();
      await Promise.race([arrived.promise, broken.promise]);
    },
    distinctProgress: (id) => percentages.get(id)?.size ?? 0,
  };
}

function sentenceOfLate(requests: readonly FollowedRequest[]): string {
  const late = requests
    .filter(({ status }) => status !== "COMPLETED")
    .map(({ audiobook, status, progress, blocker }) => {
      const why = blocker ? `: ${blocker.message}` : "";
      return `${audiobook.title} (${status.toLowerCase()}, ${progress} %${why})`;
    });
  return `Not every book arrived in time: ${late.join("; ")}.`;
}

function describe({ audiobook, status, progress, downloads }: FollowedRequest): Progress {
  const download = downloads.at(-1);
  return {
    title: audiobook.title,
    status: status.toLowerCase(),
    percent: progress,
    bytesPerSecond: download?.downloadBytesPerSecond ?? null,
    secondsLeft: download?.secondsLeft ?? null,
  };
}
