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
  browser: "einen Browser",
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
  browsers: {
    title: "Benachrichtigungen in deinen Browsern",
    about: "Ein Browser zeigt dir, was geschieht, auch wenn keine Seite dieses Servers darin offen ist.",
    here: "In diesem Browser benachrichtigen",
    hereHint: "Der Browser fragt, ob er darf. Was er zeigt, reist versiegelt: Der Push-Dienst dazwischen liest nichts.",
    eventsHint: "Von deinen eigenen Wünschen und vom Haus, weil du Admin bist.",
    test: "Zur Probe senden",
    tested: "Es ist unterwegs.",
    list: "Browser, die dich benachrichtigen",
    since: "seit",
    delivered: "zuletzt benachrichtigt",
    neverDelivered: "noch nicht benachrichtigt",
    failing: "Es kommt nichts an seit",
    current: "dieser Browser",
    remove: "Entfernen",
    removeOf: "{{name}} entfernen",
    problems: {
      insecure:
        "Browser zeigen Benachrichtigungen nur von Seiten mit https. Öffne diesen Server unter einer https-Adresse, etwa über einen Reverse-Proxy.",
      notInstalled:
        "Auf einem iPhone oder iPad leg diese Seite erst auf den Home-Bildschirm (Teilen, Zum Home-Bildschirm), und öffne sie von dort.",
      unsupported:
        "Dieser Browser kann keine Benachrichtigungen eines Servers zeigen, oder nicht in einem privaten Fenster. Nimm einen anderen, etwa Firefox, Chrome, Edge oder Safari.",
      denied:
        "Dieser Browser erlaubt keine Benachrichtigungen dieser Seite. Erlaube sie in seinen Einstellungen für diese Seite, und lade sie neu.",
      refused: "Der Browser durfte dich nicht benachrichtigen. Schalte es noch einmal ein und erlaube es.",
      unreachable:
        "Der Browser kommt nicht zu seinem Push-Dienst durch. Prüfe seine Einstellungen und dein Netz, und versuch es noch einmal.",
    },
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
