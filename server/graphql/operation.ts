import DataLoader from "dataloader";
import type { Context } from "../context.ts";
import type { CoverAddresses } from "../covers/cover-addresses.ts";
import type { ReadSource } from "../database/read-source.ts";
import { ForbiddenError, UnauthenticatedError } from "../errors.ts";
import type { Events } from "../events.ts";
import type { RequestStates } from "../requests/request-changes.ts";
import type { Credentials, Presented } from "../users/authenticate.ts";
import type { User } from "../users/user.entity.ts";
import type { RowReader } from "./planned-rows.ts";

/** The context of one GraphQL operation: what features need, and what only the edge knows. */
export interface OperationContext extends Context {
  readonly rows: RowReader;
  /** Where its lists and searches are read. */
  readonly reads: ReadSource;
  readonly events: Events;
  /** What setUp asks for. */
  readonly setUpToken: string;
  readonly requestStates: RequestStates;
  readonly coverAddresses: CoverAddresses;
  /** With what the viewer asks; null where there is none. */
  readonly credentials: Credentials | null;
  /** The browser's session, when there is one. */
  readonly sessionId: string | null;
  readonly userAgent: string | null;
  /** Sets or (null) clears the session cookie; null on a socket, which cannot. */
  readonly setSessionCookie: ((token: string | null) => void) | null;
  /** The browser of a sign-in through Plex; null on a socket. */
  readonly plexBrowser: PlexBrowser | null;
  /** Batches what is asked for side by side; one loader a field of the document, for as long as the operation lasts. */
  readonly loaders: Map<unknown, DataLoader<any, any>>;
}

/** @throws UnauthenticatedError */
export function requireViewer(ctx: Pick<Context, "viewer">): User {
  if (!ctx.viewer) throw new UnauthenticatedError();
  return ctx.viewer;
}

/** @throws UnauthenticatedError | ForbiddenError */
export function requireAdmin(ctx: Pick<Context, "viewer">): User {
  const viewer = requireViewer(ctx);
  if (!viewer.isAdmin()) throw new ForbiddenError();
  return viewer;
}

/** @param key what tells one batch from another: the field's nodes in the document. @param load answers all ids (or parents) at once, in their order. */
export function loaderFor<T, Id = string>(
  ctx: OperationContext,
  key: unknown,
  load: (ids: readonly Id[]) => Promise<readonly T[]>,
): DataLoader<Id, T> {
  let loader = ctx.loaders.get(key);
  if (!loader) ctx.loaders.set(key, (loader = new DataLoader(load)));
  return loader;
}

/** A browser that goes to plex.tv and comes back: it is known by a cookie that lives as long as that may take. */
export interface PlexBrowser {
  /** Where it has this server, without a slash at the end; null when it does not say so in a way that can be trusted. */
  readonly home: string | null;
  readonly cookie: string | null;
  /** Sets or (null) clears the cookie. */
  setCookie(token: string | null): void;
}

/** What only the edge of an operation can do. */
export type OperationEdge = Pick<OperationContext, "userAgent" | "address" | "setSessionCookie" | "plexBrowser">;

/** Makes the context of an operation from what it presents. */
export type MakeOperation = (presented: Presented, edge: OperationEdge) => Promise<OperationContext>;
