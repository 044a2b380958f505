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
  browser: "a browser",
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
  browsers: {
    title: "Notifications in your browsers",
    about: "A browser shows you what happens, also while no page of this server is open in it.",
    here: "Notify me in this browser",
    hereHint:
      "The browser asks whether it may. What it shows travels sealed: the push service in between reads nothing.",
    eventsHint: "Of your own requests, and of the house, because you are an admin.",
    test: "Send a test",
    tested: "It is on its way.",
    list: "Browsers that notify you",
    since: "since",
    delivered: "notified last",
    neverDelivered: "not notified yet",
    failing: "Nothing gets there since",
    current: "this browser",
    remove: "Remove",
    removeOf: "Remove {{name}}",
    problems: {
      insecure:
        "Browsers show notifications only of pages with https. Open this server by an https address, through a reverse proxy for instance.",
      notInstalled:
        "On an iPhone or iPad put this page on the home screen first (Share, Add to Home Screen), and open it from there.",
      unsupported:
        "This browser cannot show notifications of a server, or not in a private window. Use another one, such as Firefox, Chrome, Edge or Safari.",
      denied:
        "This browser does not allow notifications of this page. Allow them in its settings of this page, and load it again.",
      refused: "The browser was not allowed to notify you. Turn it on again and allow it.",
      unreachable:
        "The browser does not get through to its push service. Check its settings and your network, and try again.",
    },
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
