/** The settings in German; in English they come from the server. What is missing here is shown as the server says it. */
interface SettingWords {
  readonly label: string;
  readonly description?: string;
}

const address = { label: "Adresse" };

/** Kind → property → words. */
export const settings: Readonly<Record<string, Readonly<Record<string, SettingWords>>>> = {
  paths: {
    downloads: {
      label: "Ordner der Downloads",
      description: "Wo fertige Downloads liegen, wie dieser Server ihn sieht.",
    },
    media_library: {
      label: "Ordner der Bibliothek",
      description:
        "Wohin die Bücher kommen: ein Ordner in der Bibliothek des Medienservers, wie dieser Server ihn sieht.",
    },
    template: {
      label: "Ordner eines Buchs",
      description:
        "Der Ordner eines Buchs in der Bibliothek: {author}, {title}, {series}, {seriesPosition}, {narrator}, {year}, {asin}; was in <…> steht, fällt weg, wenn eine Variable darin nicht bekannt ist.",
    },
  },
  backup: {
    folder: {
      label: "Ordner der Sicherungen",
      description:
        "Wohin Sicherungen der Datenbank kommen, wie dieser Server ihn sieht. Sonst: backups im Datenordner.",
    },
    copy_folder: {
      label: "Zweiter Ordner für Sicherungen",
      description:
        "Wohin jede gute Sicherung kopiert wird, wie dieser Server ihn sieht: eine andere Platte oder ein Ordner eines anderen Rechners. Sonst nirgendwohin.",
    },
    encrypted: {
      label: "Sicherungen verschlüsseln",
      description:
        "Niemand liest eine Sicherung ohne die Schlüssel dieses Servers, wo auch immer eine Kopie von ihr landet. Geheimnisse sind in jeder Sicherung versiegelt; hier geht es auch um Menschen, Bücher und Wünsche.",
    },
  },
  backup_s3: {
    url: {
      label: "S3-Speicher für Sicherungen",
      description:
        "Wohin jede gute Sicherung außerdem kopiert wird: die Adresse eines Speichers, der wie S3 von Amazon spricht, etwa https://s3.eu-central-1.amazonaws.com. Solange Bucket und Schlüssel nicht gesetzt sind, geht nichts dorthin.",
    },
    region: { label: "S3-Region", description: "Wie der Speicher die Region nennt; vielen ist es gleich." },
    bucket: { label: "S3-Bucket", description: "Es muss ihn geben." },
    prefix: {
      label: "S3-Präfix",
      description: "Womit die Namen dort beginnen, etwa readmeabook/. Alte Sicherungen werden nur darunter ausgedünnt.",
    },
    access_key: { label: "S3-Zugangsschlüssel", description: "Der Name des Schlüssels." },
    secret_key: {
      label: "Geheimer S3-Schlüssel",
      description: "Er muss den Bucket auflisten und darin schreiben, lesen und löschen dürfen.",
    },
  },
  web_push: {
    private_key: {
      label: "Schlüssel für Benachrichtigungen in Browsern",
      description:
        "Woran Browser Nachrichten dieses Servers erkennen: ein VAPID-Schlüssel. Er entsteht, wenn jemand sein Profil zum ersten Mal öffnet. Mit einem anderen müssen alle die Benachrichtigungen in jedem Browser neu einschalten.",
    },
  },
  system: {
    log_level: {
      label: "Ausführlichkeit des Logs",
      description: "Wie viel dieser Server von jetzt an in sein Log schreibt. Sonst gilt LOG_LEVEL, und ohne das info.",
    },
  },
  automation: {
    check_interval_seconds: {
      label: "Pause zwischen Suchen",
      description:
        "Wie viele Sekunden ein Wunsch wartet, bis wieder gesucht wird. Mit jeder Suche, die nichts findet, wird es mehr, bis zu einem Tag.",
    },
    stalled_after_seconds: {
      label: "Einen stillen Download aufgeben",
      description:
        "Nach so vielen Sekunden ohne ein Byte gilt ein Download als tot, und das nächste Release wird genommen.",
    },
    minimum_seeders: {
      label: "Wenigste Seeder",
      description: "Ein Release mit weniger wird nicht von selbst genommen. Wo der Indexer nichts dazu sagt, doch.",
    },
  },
  requests: {
    auto_approve: {
      label: "Wünsche beginnen von selbst",
      description: "Ob Wünsche ohne Freigabe beginnen, wo über eine Person nichts anderes gesagt ist.",
    },
    quota: {
      label: "Wünsche für jede Person",
      description:
        "Wie viele Bücher jede Person in den Tagen unten holen lassen darf; 0 für beliebig viele. Abgelehnte Wünsche, solche, die vor dem Download enden, und Bücher, die da sind oder für andere schon kommen, zählen nicht.",
    },
    quota_days: { label: "Tage, in denen gezählt wird", description: "Ein älterer Wunsch zählt nicht mehr." },
    may_select_releases: {
      label: "Alle dürfen Releases wählen",
      description:
        "Ob man nach Releases suchen und eines von Hand wählen darf, wo nichts anderes gesagt ist. Admins dürfen es immer.",
    },
  },
  retention: {
    requests_days: {
      label: "Erfüllte Wünsche",
      description:
        "Nach so vielen Tagen verlässt ein erfüllter Wunsch die Listen. Er bleibt im Archiv, samt seinem Verlauf, und kommt zurück, wenn sich jemand das Buch wieder wünscht. 0: nie.",
    },
    jobs_days: {
      label: "Aufträge",
      description:
        "Nach so vielen Tagen kommt ein Auftrag, der vorbei ist, ins Archiv: frühestens nach 8, denn sieben merkt die Warteschlange sie sich selbst. 0: nie.",
    },
    candidates_days: {
      label: "Releases, die niemand nahm",
      description:
        "Nach so vielen Tagen wird gelöscht, was eine Suche fand und niemand nahm, sobald der Wunsch vorbei ist. Was heruntergeladen wurde, bleibt für immer. 0: nie.",
    },
    events_days: {
      label: "Verläufe",
      description:
        "Nach so vielen Tagen werden die Zeilen im Verlauf eines Wunsches gelöscht, sobald er vorbei ist. 0: nie.",
    },
    sessions_days: {
      label: "Abgelaufene Anmeldungen",
      description: "So viele Tage nach ihrem Ablauf wird die Anmeldung eines Browsers gelöscht. 0: nie.",
    },
    plex_sign_ins_days: {
      label: "Nicht beendete Anmeldungen mit Plex",
      description:
        "So viele Tage nach Ablauf ihrer Frist wird eine Anmeldung mit Plex gelöscht, die niemand zu Ende gebracht hat. 0: nie.",
    },
    notifications_days: {
      label: "Benachrichtigungen",
      description: "Nach so vielen Tagen wird eine Nachricht gelöscht, die gesendet oder aufgegeben ist. 0: nie.",
    },
    rate_limits_days: {
      label: "Zähler abgewiesener Anmeldungen",
      description: "So viele Tage nach seinem Ende wird ein Zähler dessen gelöscht, was Fremde versuchten. 0: nie.",
    },
    audit_days: {
      label: "Protokoll",
      description:
        "Nach so vielen Tagen werden die ältesten Einträge des Protokolls abgeschnitten; dass am Rest nichts verändert wurde, lässt sich weiter prüfen. 0: nie.",
    },
  },
  plex: {
    sign_in: {
      label: "Mit Plex anmelden",
      description:
        "Wer sich mit einem Plex-Konto anmelden darf, solange der Medienserver Plex ist. members: wer Zugang zu diesem Server hat, stündlich neu gefragt; anyone: alle mit einem Plex-Konto; off: niemand.",
    },
    tv_url: {
      label: "Adresse von plex.tv",
      description: "Wo die Plex-Konten bekannt sind. Nur ein Proxy oder ein Spiegel braucht eine andere.",
    },
    auth_url: {
      label: "Adresse der Anmeldeseite von Plex",
      description: "Wohin Browser geschickt werden, um sich bei Plex anzumelden.",
    },
    client_identifier: {
      label: "Kennung",
      description: "Woran plex.tv diese Installation erkennt. Sie entsteht bei der ersten Anmeldung.",
    },
  },
  setup: {
    completed: { label: "Einrichtung abgeschlossen", description: "Ob die Einrichtung einmal durchlaufen wurde." },
  },
  notifier: {
    type: { label: "Art" },
    url: {
      ...address,
      description:
        "Wohin gesendet wird. Bei ntfy: mit dem Thema am Ende, etwa https://ntfy.sh/unsere-buecher. Bei Apprise: die notify-Adresse, etwa http://apprise:8000/notify/home. Bei E-Mail: der Mailserver, etwa smtp://mail.example.org:587. Bei Telegram: leer lassen.",
    },
    username: { label: "Benutzername", description: "Leer lassen, wenn der Mailserver keinen verlangt." },
    password: { label: "Passwort", description: "Das des Mailservers." },
    from: { label: "Absender", description: "Die Adresse, von der die Mails kommen." },
    to: {
      label: "Empfänger",
      description: "Wer bekommt, wovon dieser Kanal erfährt. Ihre eigene Adresse tragen Leute in ihrem Profil ein.",
    },
    token: { label: "Zugangs-Token", description: "Leer lassen, wenn jeder in das Thema schreiben darf." },
    webhook_url: {
      label: "Adresse des Webhooks",
      description: "Aus dem Kanal in Discord: Kanal bearbeiten, Integrationen, Webhooks, URL kopieren.",
    },
    bot_token: { label: "Token des Bots", description: "Von @BotFather, der Bots macht." },
    chat_id: {
      label: "Chat",
      description: "Die Nummer des Chats, in den der Bot schreiben soll, oder @kanal. Der Bot muss darin sein.",
    },
    authorization: {
      label: "Authorization-Kopfzeile",
      description: "Wie sie gesendet wird: Bearer … oder Basic …. Leer lassen, wenn die Adresse keine verlangt.",
    },
    template: {
      label: "Vorlage",
      description:
        "Das JSON, das gesendet wird, mit {{title}}, {{body}}, {{link}}, {{event}}, {{id}} und {{time}} in seinen Texten. Leer: alle unter diesen Namen.",
    },
    urls: {
      label: "Apprise-URLs",
      description:
        "Wohin Apprise senden soll, wenn die Adresse keine eigene Konfiguration nennt: pover://user@token, mit Kommas dazwischen.",
    },
    enabled: { label: "Eingeschaltet", description: "Ob etwas dorthin gesendet wird." },
    events: {
      label: "Wovon er erfährt",
      description: "Von Wünschen: von denen aller. Was sie von ihren eigenen hören, wählen Leute in ihrem Profil.",
    },
  },
  indexer: {
    type: { label: "Indexer" },
    url: {
      ...address,
      description:
        "Bei Torznab der Feed eines Indexers, wie Jackett (Copy Torznab Feed) oder Prowlarr ihn zeigt; bei Prowlarr die Adresse, unter der es im Browser aufgeht.",
    },
    api_key: {
      label: "API-Schlüssel",
      description: "Bei Torznab leer, wenn der Indexer keinen verlangt; Prowlarr zeigt ihn unter Settings, General.",
    },
    categories: {
      label: "Kategorien",
      description: "Newznab-Nummern mit Kommas dazwischen; 3030 sind Hörbücher.",
    },
    indexer_ids: {
      label: "Prowlarrs Indexer",
      description:
        "Die Nummern der Indexer, in denen gesucht wird, mit Kommas. Leer: in allen, die eingeschaltet sind.",
    },
    enabled: { label: "Eingeschaltet", description: "Ob dort gesucht wird." },
    priority: {
      label: "Vorrang",
      description:
        "1 wird bevorzugt, 50 kommt zuletzt, 25 ist gewöhnlich. Unter Releases, die alle passen, entscheidet es wenig, und ein falsches macht es nie richtig. Ohne gilt Prowlarrs eigener Vorrang.",
    },
  },
  download_client: {
    type: { label: "Download-Programm" },
    port: {
      label: "Port",
      description:
        "Wo andere Peers diesen Server über TCP erreichen. 0 nimmt irgendeinen freien. Leite ihn weiter, damit Downloads schneller gehen.",
    },
    listen_address: {
      label: "Eigene Adresse",
      description: "Peers nur an dieser Adresse annehmen, etwa an der eines VPN. Leer: an jeder.",
    },
    dht: {
      label: "Verteilte Hashtabelle (DHT)",
      description: "Findet Peers ohne Tracker. Magnet-Links brauchen sie oft; private Torrents benutzen sie nie.",
    },
    download_limit_kib: {
      label: "Grenze für Downloads",
      description: "KiB in der Sekunde für alle Downloads zusammen. Leer: keine Grenze.",
    },
    upload_limit_kib: {
      label: "Grenze für Uploads",
      description: "KiB in der Sekunde für alle Downloads zusammen. Leer: keine Grenze.",
    },
    url: {
      ...address,
      description:
        "Der Weboberfläche, wie dieser Server sie erreicht: http://qbittorrent:8080 oder http://transmission:9091.",
    },
    username: { label: "Benutzername", description: "Leer, wenn keiner verlangt wird." },
    password: { label: "Passwort", description: "Dieses Benutzers. Es wird versiegelt und nie wieder gezeigt." },
    api_key: { label: "API-Schlüssel", description: "qBittorrent ab 5.2: anstelle von Benutzername und Passwort." },
    category: {
      label: "Kategorie",
      description:
        "Für alles, was dieser Server in qBittorrent hinzufügt. Nimm sie für nichts anderes: Was darin ist, kann entfernt werden.",
    },
    label: {
      label: "Label",
      description:
        "Für alles, was dieser Server in Transmission hinzufügt. Nimm es für nichts anderes: Was es trägt, kann entfernt werden.",
    },
    download_dir: {
      label: "Ordner der Downloads",
      description: "Wohin Transmission speichert, wie es den Ordner nennt. Leer: in seinen eigenen.",
    },
    path_mappings: {
      label: "Pfade",
      description:
        "Wenn das Programm seine Ordner unter anderen Pfaden sieht als dieser Server: /downloads => /mnt/media/downloads; /andere => /mnt/andere.",
    },
  },
  media_server: {
    type: { label: "Medienserver" },
    url: { ...address, description: "Wo der Plex Media Server antwortet, etwa http://plex:32400." },
    auth_token: {
      label: "Token",
      description: "Das X-Plex-Token des Besitzers: Nur wer den Server besitzt, darf ihn nachsehen lassen.",
    },
    library: {
      label: "Bibliothek",
      description: "Name oder Nummer der Musikbibliothek mit den Hörbüchern. Leer, wenn es nur eine gibt.",
    },
    client_identifier: {
      label: "Kennung",
      description: "Woran Plex diesen Server unter seinen Geräten erkennt. Leer: aus der Adresse gemacht.",
    },
    path_mappings: {
      label: "Pfade",
      description:
        "Wenn Plex seine Bibliothek unter einem anderen Pfad sieht als dieser Server: /data/books => /mnt/media/books; /andere => /mnt/andere.",
    },
  },
  catalog: {
    type: { label: "Katalog" },
    url: {
      ...address,
      description: "Des Katalogs von Audible, wenn ein Proxy an seiner Stelle steht. Leer: die der Region.",
    },
    region: { label: "Region", description: "Wessen Audible durchsucht wird. Sie entscheidet auch über die Sprache." },
    audnexus_url: {
      label: "Adresse von Audnexus",
      description: "Springt für Audible ein, wenn das nicht antwortet, und kennt Bücher, die es nicht mehr verkauft.",
    },
  },
};
