import type { Translation } from "../i18n/english.ts";
import type { notifications as english } from "./words.en.ts";

export const notifications: Translation<typeof english> = {
  title: "Benachrichtigungen",
  loading: "Die Benachrichtigungen werden geladen",
  about:
    "Was an Leute und Kanäle ging, das Neueste zuerst. Was ein Kanal nicht annahm, wird drei Tage lang wieder gesendet.",
  emptyTitle: "Noch wurde nichts gesendet",
  empty: "Richte einen Kanal ein, und du und andere erfahren, was geschieht: per Mail, auf dem Telefon, im Chat.",
  setUp: "Einen Kanal einrichten",
  list: "Benachrichtigungen, die neuesten zuerst",
  more: "Ältere zeigen",
  loadingMore: "Wird geladen …",
  states: { PENDING: "noch zu senden", SENT: "gesendet", FAILED: "aufgegeben" },
  firstChannel: "den ersten Kanal",
  to: "an {{name}}",
  toPerson: "an {{person}}, über {{name}}",
  attempts_one: "{{count}} Versuch",
  attempts_other: "{{count}} Versuche",
  resend: "Noch einmal senden",
  resendOf: "Noch einmal senden: {{title}}",
  sending: "Wird gesendet …",
  choices: {
    about: "Wie du erfährst, was aus deinen Wünschen wird. Lass es leer, dann erfährst du nichts.",
    none: "Ein Admin kann E-Mail, ntfy oder Telegram einrichten; dann wählst du hier, wie du erfährst, was aus deinen Wünschen wird.",
    off: "Aus",
    events: "Sag mir Bescheid",
    eventsHint: "Von deinen eigenen Wünschen.",
    save: "Speichern",
    saving: "Wird gespeichert …",
    saved: "Gespeichert.",
  },
  recipients: {
    email: { label: "E-Mail-Adresse", description: "Wohin Mails an dich gehen." },
    ntfy: {
      label: "ntfy-Thema",
      description:
        "Ein eigenes Thema auf demselben Server. Wer den Namen kennt, liest mit: Nimm einen, den niemand errät.",
    },
    telegram: {
      label: "Telegram-Chat",
      description:
        "Die Nummer deines Chats mit dem Bot: @userinfobot nennt dir deine. Schreib dem Bot einmal, damit er antworten darf.",
    },
  },
};
