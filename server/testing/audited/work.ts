/** What the audit has of requests, releases, settings and jobs. */
import { eventually } from "../eventually.ts";
import type { Context } from "../../context.ts";
import { inTransaction } from "../../context.ts";
import { byOwner, someOf, type AuditCase, type AuditCases } from "./stage.ts";

const onRequest =
  (mutation: string, action: string, given: object, more: object, before: string | null = null): AuditCase =>
  async ({ requested, mutate, owner }) => {
    const { id, subject, about } = await requested({ autoApprove: !/approve|deny/.test(mutation) });
    if (before) await mutate(owner, before, { id });
    const fields = mutation === "deleteRequest" ? "" : "{ id }";
    return {
      act: () => mutate(owner, mutation, { id, ...given }, fields),
      records: () => byOwner(action, subject, { ...about, ...more }),
    };
  };

const onRelease =
  (mutation: string, action: string, more: object = {}, before: string | null = null): AuditCase =>
  async ({ candidate, mutate, owner }) => {
    const { id, requestId, subject, about } = await candidate();
    if (before) await mutate(owner, before, { releaseId: id });
    const given = mutation === "selectRelease" ? { requestId } : more;
    return {
      act: () => mutate(owner, mutation, { releaseId: id, ...given }),
      records: () => byOwner(action, subject, { ...about, ...more }),
    };
  };

/** Another case's may be under way. */
const madeBy = ({ backups }: Context) => eventually(() => backups.make("hand"), 60_000);

/** By mutation. */
export const workCases: AuditCases = {
  createRequest: {
    "on behalf of somebody": async ({ person, mutate, owner }) => {
      const { id, username } = await person();
      const ask = () => mutate(owner, "createRequest", { title: "A gift", author: "Nobody", onBehalfOfUserId: id });
      return {
        act: async () => [await ask(), await ask()],
        records: () => byOwner("request.made_for_other", someOf("request"), { book: "A gift", askedBy: username }),
      };
    },
  },
  approveRequest: {
    "with a reason": onRequest("approveRequest", "request.approved", { reason: "Why not." }, { reason: "Why not." }),
    "with a release": async ({ candidate, sql, mutate, owner }) => {
      const { id: releaseId, requestId, subject, about } = await candidate();
      await sql("update requests set status = 'awaiting_approval', step = null where id = $1", [requestId]);
      const { book } = about as { book: string };
      return {
        act: () => mutate(owner, "approveRequest", { id: requestId, releaseId }),
        records: () => [
          ...byOwner("release.selected", subject, about),
          ...byOwner("request.approved", `request ${requestId}`, {
            book,
            askedBy: book.replace("The book of ", ""),
            reason: "",
          }),
        ],
      };
    },
  },
  denyRequest: {
    "with a reason": onRequest("denyRequest", "request.denied", { reason: "No." }, { reason: "No." }),
  },
  updateRequest: {
    "of its priority": onRequest("updateRequest", "request.priority_changed", { priority: 7 }, { old: 0, new: 7 }),
  },
  cancelRequest: { "of somebody else's": onRequest("cancelRequest", "request.cancelled_for_other", {}, {}) },
  retryRequest: {
    "of somebody else's": onRequest(
      "retryRequest",
      "request.retried_for_other",
      {},
      { status: "cancelled" },
      "cancelRequest",
    ),
  },
  deleteRequest: {
    "of one that had no files": onRequest(
      "deleteRequest",
      "request.deleted",
      { deleteFiles: true },
      { status: "cancelled", deletedFiles: null },
      "cancelRequest",
    ),
  },
  selectRelease: { "by hand": onRelease("selectRelease", "release.selected") },
  blockRelease: { "with a reason": onRelease("blockRelease", "release.blocked", { reason: "Bad sound." }) },
  unblockRelease: { "of a blocked one": onRelease("unblockRelease", "release.unblocked", {}, "blockRelease") },
  setConfiguration: {
    "with what they were, less what is secret": async ({ mutate, owner }) => {
      const input = [
        { key: "automation.minimum_seeders", value: "7" },
        { key: "indexer.url", value: "http://canary-user:canary-password@indexer:9117/api?apikey=canary&t=x" },
        { key: "indexer.api_key", value: "canary key" },
        { key: "requests.auto_approve", value: "true" },
      ];
      const changed = (key: string, details: object) =>
        byOwner("configuration.changed", `configuration ${key}`, details);
      return {
        act: () => mutate(owner, "setConfiguration", input, "{ key }"),
        records: () => [
          ...changed("automation.minimum_seeders", { old: "1", new: "7" }),
          ...changed("indexer.url", { old: null, new: "http://…@indexer:9117/api?apikey=…&t=…" }),
          ...changed("indexer.api_key", { secret: true, old: "not set", new: "set anew" }),
        ],
      };
    },
  },
  resendNotification: {
    "that was given up": async ({ sql, mutate, owner }) => {
      const [{ id }] = await sql(
        `insert into notifications (event, dedupe_key, channel, title, body, state)
         values ('disk_low', 'x', 'notifier.gone', 'Full', 'Full.', 'failed') returning id`,
      );
      return {
        act: () => mutate(owner, "resendNotification", { id }),
        records: () =>
          byOwner("notification.resent", `notification ${id}`, { event: "disk_low", channel: "notifier.gone" }),
      };
    },
  },
  makeBackup: {
    "as an admin": async ({ mutate, owner }) => ({
      act: () => mutate(owner, "makeBackup"),
      records: () => byOwner("backup.asked", someOf("job"), {}),
    }),
  },
  restoreBackup: {
    "of a good one": async ({ place, mutate, owner }) => {
      const { name } = await madeBy(place.makeContext());
      return {
        act: () => mutate(owner, "restoreBackup", { id: name }),
        records: () => byOwner("backup.restore_asked", `backup ${name}`, {}),
      };
    },
  },
  deleteBackup: {
    "of one that is not the newest": async ({ place, mutate, owner }) => {
      const { name } = await madeBy(place.makeContext());
      await madeBy(place.makeContext());
      return {
        act: () => mutate(owner, "deleteBackup", { id: name }),
        records: () => byOwner("backup.deleted", `backup ${name}`, {}),
      };
    },
  },
  rotateEncryptionKey: {
    "of a key file": async ({ mutate, owner }) => ({
      act: () => mutate(owner, "rotateEncryptionKey"),
      records: () => byOwner("encryption_key.rotated", someOf("job"), { newKey: "k2" }),
    }),
  },
  retryJob: {
    "of one that failed for good": async ({ sql, mutate, owner }) => {
      const [{ id }] = await sql(
        "insert into jobs (type, status, completed_at) values ('wake_requests', 'failed', now()) returning id",
      );
      return {
        act: () => mutate(owner, "retryJob", { id }),
        records: () => byOwner("job.retried", `job ${id}`, { type: "wake_requests" }),
      };
    },
  },
  cancelJob: {
    "of one that waits": async ({ place, mutate, owner }) => {
      const startAfter = new Date(Date.now() + 3_600_000);
      const id = await inTransaction(place.makeContext(), ({ em, queue }) =>
        queue.enqueue(em, "wake_requests", {}, { key: "later", startAfter }),
      );
      return {
        act: () => mutate(owner, "cancelJob", { id }),
        records: () => byOwner("job.cancelled", `job ${id}`, { type: "wake_requests" }),
      };
    },
  },
  runJob: {
    "by hand": async ({ mutate, owner }) => ({
      act: () => mutate(owner, "runJob", { type: "reconcile_requests" }),
      records: () => byOwner("job.run", someOf("job"), { type: "reconcile_requests" }),
    }),
  },
};
