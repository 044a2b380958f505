/** What the audit knows of, and what each means. The names are stored, and so are never changed, only added to. */
export const auditActions = {
  "set_up.done": "The first admin was made with the set-up token",
  "set_up.refused": "The set-up was tried with a wrong token, or once more",
  "sign_in.succeeded": "Somebody signed in",
  "sign_in.failed": "A sign-in was refused",
  "session.ended": "Somebody signed out",
  "session.revoked": "Somebody ended a session from elsewhere",
  "api_key.created": "A key for scripts was made",
  "api_key.revoked": "A key for scripts was ended",
  "user.created": "An account was made",
  "user.changed": "A person's role or rights were changed",
  "user.password_changed": "A password was changed",
  "user.deactivated": "A person was locked out",
  "user.reactivated": "A person was let in again",
  "user.imported": "A person was taken over from the media server",
  "request.approved": "A request was approved",
  "request.denied": "A request was denied",
  "request.deleted": "A request was deleted",
  "request.made_for_other": "An admin asked on behalf of somebody else",
  "request.cancelled_for_other": "An admin took back somebody else's request",
  "request.retried_for_other": "An admin had somebody else's request tried again",
  "request.priority_changed": "A request was put before or behind others",
  "release.selected": "A release was chosen by hand",
  "release.blocked": "A release was blocked",
  "release.unblocked": "A release was let in again",
  "configuration.changed": "A setting was changed",
  "job.run": "A job was started by hand",
  "job.retried": "A job was tried again by hand",
  "job.cancelled": "A job was cancelled by hand",
} as const satisfies Record<string, string>;

/** The name of something that is recorded. */
export type AuditAction = keyof typeof auditActions;
