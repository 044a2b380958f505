/** With what each query, mutation and subscription is asked: always for something of Ann's. */
import { makePrivateKey, publicKeyOf } from "../../integrations/notifiers/web-push.ts";
import type { MatrixStage } from "./stage.ts";

/** One way to ask for a field of the root. */
export interface Way {
  /** Its arguments, as they stand between the parentheses. */
  readonly args?: (stage: MatrixStage) => string | Promise<string>;
  /** The refusal that only one gets who may do it, where it is not worth the while to have it succeed. */
  readonly gotThrough?: RegExp;
  /** Of which type Ann's object must be in the answer. Of a list it is known. */
  readonly holds?: string;
}

const input = (fields: string) => ({ args: () => `input: { ${fields} }` });
const onRequest = (status: string, more = ""): Way => ({
  args: async ({ freshRequest }) => `input: { id: "${await freshRequest(status)}"${more} }`,
});
const onRelease = (more = ""): Way => ({
  async args({ freshRequest, freshRelease }) {
    return `input: { releaseId: "${await freshRelease(await freshRequest("failed"))}"${more} }`;
  },
});
const onUser = (row: object, more = ""): Way => ({
  args: async ({ freshUser }) => `input: { id: "${await freshUser(row)}"${more} }`,
});

const onJobThatIsOver = (gotThrough: RegExp): Way => ({
  args: async ({ insert }) => `input: { id: "${await insert("jobs", { type: "sync_library", status: "completed" })}" }`,
  gotThrough,
});

let number = 0;
const newBook = () => `title: "New ${(number += 1)}", author: "Nobody"`;
const newBrowser = () =>
  `endpoint: "https://push.invalid/${(number += 1)}", p256dh: "${publicKeyOf(makePrivateKey())}", auth: "${"A".repeat(22)}"`;
const newName = () => `newcomer${(number += 1)}`;

/** Field → in which way, if it is asked in several or in one that has to be told → the question. */
export const operations: Readonly<Record<string, Readonly<Record<string, Way>>>> = {
  "Query.analytics": { "": { args: () => `from: "2099-12-01T00:00:00Z", to: "2100-01-31T00:00:00Z"` } },
  "Query.audiobook": { "": { args: ({ things }) => `id: "${things["Audiobook"]}"` } },
  "Query.audiobooks": { "": {} },
  "Query.auditActions": { "": {} },
  "Query.auditEvents": { "": { args: ({ people }) => `filter: { actorId: "${people.ann}" }` } },
  "Query.catalogBooks": { "": { args: () => "list: POPULAR" } },
  "Query.catalogEntry": { "": { args: () => `audibleId: "B000000000"` } },
  "Query.configuration": { "": {} },
  "Query.backups": { "": {} },
  "Query.encryptionKeys": { "": {} },
  "Query.job": { "": { args: ({ things }) => `id: "${things["Job"]}"` } },
  "Query.jobs": { "": { args: ({ things }) => `filter: { requestId: "${things["Request"]}" }` } },
  "Query.notificationChoices": { "": {} },
  "Query.notifications": { "": {} },
  "Query.plexProfiles": { "nobody has signed in at plex.tv": {} },
  "Query.request": { "": { args: ({ things }) => `id: "${things["Request"]}"` } },
  "Query.requests": {
    "": { args: () => "filter: { scope: ALL }" },
    "of the person": { args: ({ people }) => `filter: { userId: "${people.ann}", scope: ALL }` },
    "for the book": { args: ({ things }) => `filter: { audiobookId: "${things["Audiobook"]}", scope: ALL }` },
  },
  "Query.requestStatistics": { "": {} },
  "Query.retention": { "": {} },
  "Query.schedules": { "": {} },
  "Query.searchCatalog": { "": { args: () => `query: "the"` } },
  "Query.setup": { "": {} },
  "Query.supportBundle": { "": {} },
  "Query.system": { "": {} },
  "Query.users": { "": {} },
  "Query.viewer": { "": {} },
  "Query.webPush": { "": {} },

  "Mutation.approveRequest": {
    "": onRequest("awaiting_approval"),
    "with a release": {
      async args({ freshRequest, freshRelease }) {
        const id = await freshRequest("awaiting_approval");
        return `input: { id: "${id}", releaseId: "${await freshRelease(id)}" }`;
      },
    },
  },
  "Mutation.beginPlexSetUp": {
    "there is an admin": {
      args: ({ place }) => `input: { token: "${place.setUpToken}", serverUrl: "${place.plex.url}" }`,
    },
  },
  "Mutation.beginPlexSignIn": { "": {} },
  "Mutation.blockRelease": { "": onRelease() },
  "Mutation.cancelJob": { "of one that is over": onJobThatIsOver(/or is over/) },
  "Mutation.cancelRequest": { "": onRequest("awaiting_approval") },
  "Mutation.changePassword": {
    "the present one is wrong": {
      ...input(`current: "x", new: "another long password"`),
      gotThrough: /not your present/,
    },
  },
  "Mutation.choosePlexProfile": {
    "nobody has signed in at plex.tv": { ...input(`profileId: "x"`), gotThrough: /in the browser that signed in/ },
  },
  "Mutation.completePlexSignIn": {
    "nobody has signed in at plex.tv": { ...input(`state: "x"`), gotThrough: /was not begun in this browser/ },
  },
  "Mutation.createApiKey": { "": input(`name: "new", scopes: [REQUEST]`) },
  "Mutation.createRequest": {
    "": { args: () => `input: { ${newBook()} }` },
    "for the book": { args: ({ things }) => `input: { audiobookId: "${things["Audiobook"]}" }` },
    "on behalf of the person": {
      args: ({ people }) => `input: { ${newBook()}, onBehalfOfUserId: "${people.ann}" }`,
    },
    "with a priority": { args: () => `input: { ${newBook()}, priority: 5 }` },
  },
  "Mutation.createRequests": { "": input(`audibleIds: ["B000000000"]`) },
  "Mutation.createUser": {
    "": { args: ({ password }) => `input: { username: "${newName()}", password: "${password}" }` },
  },
  "Mutation.deactivateUser": { "": onUser({}) },
  "Mutation.deleteRequest": { "": onRequest("failed", ", deleteFiles: false") },
  "Mutation.denyRequest": { "": onRequest("awaiting_approval", `, reason: "No."`) },
  "Mutation.importPlexUsers": { "": {} },
  "Mutation.reactivateUser": { "": onUser({ deactivated_at: new Date() }) },
  "Mutation.retryJob": { "of one that is over": onJobThatIsOver(/Only a job that failed/) },
  "Mutation.retryRequest": { "": onRequest("failed") },
  "Mutation.removePushSubscription": {
    "": { args: async ({ freshBrowser }) => `input: { id: "${await freshBrowser()}" }` },
  },
  "Mutation.revokeApiKey": {
    "": { args: async ({ freshKey, people }) => `input: { id: "${(await freshKey(people.ann, ["read"])).id}" }` },
  },
  "Mutation.revokeOtherSessions": { "": {} },
  "Mutation.revokeSession": {
    "": { args: async ({ freshSession, people }) => `input: { id: "${(await freshSession(people.ann)).id}" }` },
  },
  "Mutation.runJob": { "": input(`type: "seal_audit"`) },
  "Mutation.savePushSubscription": {
    "": { args: () => `input: { ${newBrowser()}, events: ["request_failed"] }` },
    "to hear of the house": {
      args: () => `input: { ${newBrowser()}, events: ["disk_low"] }`,
    },
  },
  "Mutation.searchReleases": {
    "": { args: async ({ freshRequest }) => `input: { requestId: "${await freshRequest("searching")}" }` },
  },
  "Mutation.selectRelease": {
    "": {
      async args({ freshRequest, freshRelease }) {
        const id = await freshRequest("searching");
        return `input: { requestId: "${id}", releaseId: "${await freshRelease(id)}" }`;
      },
    },
    "the person's, for the other user's request": {
      async args({ bobsRequest, freshRequest, freshRelease }) {
        return `input: { requestId: "${bobsRequest}", releaseId: "${await freshRelease(await freshRequest("failed"))}" }`;
      },
    },
  },
  "Mutation.makeBackup": { "": {} },
  "Mutation.resendNotification": {
    "of one that was sent": {
      args: ({ things }) => `input: { id: "${things["Notification"]}" }`,
      gotThrough: /Only what was given up/,
    },
  },
  "Mutation.restoreBackup": { "of one that is not there": { ...input(`id: "x"`), gotThrough: /There is no Backup/ } },
  "Mutation.deleteBackup": { "of one that is not there": { ...input(`id: "x"`), gotThrough: /There is no Backup/ } },
  "Mutation.restoreAtSetUp": {
    "there is an admin": { args: ({ place }) => `input: { token: "${place.setUpToken}", backup: "x" }` },
  },
  "Mutation.rotateEncryptionKey": { "": {} },
  "Mutation.setConfiguration": {
    "": { args: () => `input: [{ key: "automation.minimum_seeders", value: "2" }]` },
  },
  "Mutation.setNotificationChoice": { "": input(`id: "notifier", recipient: "a-topic", events: ["request_failed"]`) },
  "Mutation.setUp": {
    "there is an admin": {
      args: ({ place, password }) =>
        `input: { token: "${place.setUpToken}", username: "${newName()}", password: "${password}" }`,
    },
  },
  "Mutation.showEncryptionKeys": {
    "there is an admin": { args: ({ place }) => `input: { token: "${place.setUpToken}" }` },
  },
  "Mutation.signIn": {
    "with the person's password": { args: ({ password }) => `input: { username: "ann", password: "${password}" }` },
  },
  "Mutation.signOut": { "": {} },
  "Mutation.testFolders": { "": input("") },
  "Mutation.testIntegration": { "": input("kind: CATALOG") },
  "Mutation.testPushSubscription": {
    "at an address that is not called": {
      args: ({ things }) => `input: { id: "${things["PushSubscription"]}" }`,
      gotThrough: /not on the public internet/,
    },
  },
  "Mutation.unblockRelease": { "": onRelease() },
  "Mutation.updateRequest": { "": onRequest("awaiting_approval", ", priority: 5") },
  "Mutation.updateUser": { "": onUser({}, ", role: ADMIN") },

  "Subscription.jobChanged": { "": {} },
  "Subscription.requestChanged": {
    "of the request": { args: ({ things }) => `id: "${things["Request"]}", after: "0"`, holds: "Request" },
    "of all": { args: () => `after: "0"`, holds: "Request" },
  },
  "Subscription.systemChanged": { "": {} },
};
