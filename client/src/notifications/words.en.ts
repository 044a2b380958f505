export const notifications = {
  title: "Notifications",
  loading: "Loading the notifications",
  about:
    "What was sent to people and channels, newest first. What a channel did not take is sent again for three days.",
  emptyTitle: "Nothing was sent yet",
  empty: "Set up a channel, and you and others are told what happens: by mail, on the telephone, in a chat.",
  setUp: "Set up a channel",
  list: "Notifications, newest first",
  more: "Show older ones",
  loadingMore: "Loading…",
  states: { PENDING: "to be sent", SENT: "sent", FAILED: "given up" },
  firstChannel: "the first channel",
  to: "to {{name}}",
  toPerson: "to {{person}}, by {{name}}",
  attempts_one: "{{count}} try",
  attempts_other: "{{count}} tries",
  resend: "Send it again",
  resendOf: "Send it again: {{title}}",
  sending: "Sending…",
  choices: {
    about: "How you are told what becomes of your requests. Leave it empty to be told nothing.",
    none: "An admin can set up e-mail, ntfy or Telegram; then you choose here how you are told what becomes of your requests.",
    off: "Off",
    events: "Tell me when",
    eventsHint: "Of your own requests.",
    save: "Save",
    saving: "Saving…",
    saved: "Saved.",
  },
  recipients: {
    email: { label: "E-mail address", description: "Where mails to you go." },
    ntfy: {
      label: "ntfy topic",
      description:
        "A topic of your own at the same server. Whoever knows its name can read along: choose one that nobody guesses.",
    },
    telegram: {
      label: "Telegram chat",
      description:
        "The number of your chat with the bot: @userinfobot tells you yours. Write to the bot once, so that it may answer.",
    },
  },
} as const;
