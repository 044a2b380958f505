/**
 * The words by which release names say what a release is. Tables only: add a word here, a case to
 * `release-choice.cases.ts`, and nothing else. All words are folded (lower-case, no marks, no apostrophes, numbers as
 * digits), as `normalise-title.ts` leaves them.
 */

/** What a mark in a name can say. `tail` and `filler` say nothing of the book and are only passed over. */
export type MarkKind =
  | "audioFormat"
  | "ebookFormat"
  | "audiobook"
  | "bitrate"
  | "size"
  | "duration"
  | "year"
  | "language"
  | "unabridged"
  | "abridged"
  | "dramatised"
  | "narrator"
  | "volume"
  | "pack"
  | "maybePack"
  | "part"
  | "summary"
  | "sample"
  | "video"
  | "music"
  | "comic"
  | "magazine"
  | "talk"
  | "tail"
  | "filler";

/** Single words that mean the same wherever they stand. */
export const WORDS: Readonly<Partial<Record<MarkKind, string>>> = {
  audioFormat: "m4b m4a mp3 flac alac aac ogg opus wma wav aax aaxc mp3cd mp3a aiff",
  ebookFormat: "epub epub3 pdf mobi azw azw3 azw4 kf8 kfx fb2 djvu lrf ebook ebooks kindle cbz docx lit",
  audiobook:
    "audiobook audiobooks abook abooks hoerbuch horbuch hoerbucher ljudbok lydbog lydbok luisterboek audiolibro audiolivro audiolivre аудиокнига audiokniha aanikirja 有声书 有聲書 有声小説 オーディオブック",
  unabridged: "unabridged unabr unabriged unabrigded ungekurzt ungekuerzt ungekurzte ungekuerzte onverkort integrale",
  abridged: "abridged abr gekurzt gekuerzt gekurzte gekuerzte abrege",
  dramatised:
    "dramatised dramatized dramatisation dramatization graphicaudio horspiel hoerspiel hoorspel audiodrama hörspiel radioplay radiodrama audioplay",
  pack: "boxset boxsets boxed omnibus omnibuses megapack discography bundle anthologies integral gesamtausgabe sammelband",
  maybePack:
    "trilogy duology dilogy quartet quintet tetralogy pentalogy hexalogy series saga collection cycle books novels sequence trilogie",
  summary:
    "summary summaries workbook cliffsnotes cliffnotes sparknotes blinkist instaread supersummary studyguide bookcaps getabstract summarized zusammenfassung lezing",
  sample: "sample samples excerpt excerpts preview teaser trailer extract leseprobe horprobe hoerprobe",
  video:
    "1080p 720p 2160p 480p 4k x264 x265 h264 h265 hevc xvid divx bluray brrip bdrip webrip dvdrip dvd5 dvd9 dvdr hdtv webdl hdrip mkv avi mp4 imax camrip telesync movie film blockbuster",
  music: "soundtrack ost score discografia vinyl lp cdm cdep cds mixtape remix remixes karaoke instrumental album",
  comic: "comic comics cbr manga manhwa webtoon graphicnovel",
  magazine: "magazine magazines newspaper zeitschrift",
  talk: "podcast interview interviews lecture lectures webinar seminar masterclass soundbooth",
  filler:
    "retail web webrip rip cd cds mp3cd vbr cbr nmr int internal repack proper rerip vip freeleech fl chapterized chapterised chaptered chapters requested req standalone audible podium tantor brilliance recorded hq lq hd lossless complete novel libation openaudible inaudible aaxclean decrypted seedpool torrent tracks stereo mono v0 v2 lame read nfo updated update new fixed retagged untagged tagged cover covers art incl including booklet bonus uncut edition version ed unpack rar zip plus nzb yenc khz ads audio",
};

/** Phrases, as patterns over the folded line. A capture group, where there is one, is the mark's value. */
export const PHRASES: readonly (readonly [kind: MarkKind, pattern: RegExp])[] = [
  ["duration", /(?<![\d:])(\d{1,3}[:.]\d{2}[:.]\d{2})(?![\d:])/g],
  ["duration", /\b(\d{1,3} ?h(?:rs?|ours?)?,? ?(?:and )?\d{1,2} ?m(?:ins?|inutes?)?)\b/g],
  ["duration", /\b(\d{1,3} ?(?:hrs?|hours?|std|stunden))\b/g],
  ["bitrate", /\b(\d{2,3}) ?(?:kbps|kbits?|kbs|kb|k|kbp)\b/g],
  ["bitrate", /\b(?:mp3|m4a|m4b|aac)[ -]{1,3}(64|80|96|112|128|160|192|224|256|320)\b/g],
  ["bitrate", /\[(64|80|96|112|128|160|192|224|256|320)\]/g],
  ["filler", /\b\d{2}(?:\.\d)? ?khz\b/g],
  ["filler", /\bu (?:96|48|64|32)\.\d{1,2}\b/g],
  ["size", /\b(\d+(?:\.\d+)? ?[mg]i?b)\b/g],
  ["audiobook", /\b(audio[ -]books?)\b/g],
  ["audiobook", /\blivre[ -]audio\b/g],
  ["unabridged", /\b(?:un-abridged|not abridged|complete and unabridged)\b/g],
  ["abridged", /\babridged (?:version|edition|audiobook)\b|\bcondensed (?:version|edition)\b|\breaders digest\b/g],
  [
    "dramatised",
    /\b(?:full[ -]cast|graphic[ -]?audio|audio[ -](?:drama|play|movie)|radio[ -](?:drama|play|dramas|plays)|bbc radio(?: 4| 7| 3| 2)?(?: extra)?|movie in your mind|multi[ -]?cast|big finish|dramati[sz]ed (?:adaptation|version|edition))\b/g,
  ],
  [
    "summary",
    /\b(?:study|reading|readers|discussion|book club|unofficial|teachers?) guide\b|\b(?:analysis|review|overview|recap|digest|synopsis) (?:of|and)\b|\bkey (?:takeaways|insights|ideas)\b|\b(?:a )?companion (?:to|guide)\b|\bconversation starters\b|\b(?:cliffs?|spark|book) ?notes\b|\b(?:in|under) \d+ minutes\b|\btrivia(?: on| quiz)?\b|\bsummary[ -]and[ -]analysis\b|\bquick ?reads?\b|\bguide to [\w ]{0,40}? by\b|\b(?:book )?analysis\b|\bnotes on\b|\blessons from\b|\bin a nutshell\b/g,
  ],
  [
    "sample",
    /\b(?:first|opening) (?:\d+ )?chapters?\b|\bsneak peek\b|\bchapters? \d+(?:-\d+)?(?: only)?\b|\bprologue only\b/g,
  ],
  [
    "video",
    /\bs\d{1,2} ?e\d{1,3}\b|\bseason \d+\b|\bblu-ray\b|\bweb-dl\b|\bx-?26[45]\b|\bh ?\.?26[45]\b|\bthe movie\b|\btv (?:series|show)\b/g,
  ],
  [
    "music",
    /\b(?:original|motion picture|official) (?:motion picture |television |tv |game |video game )?(?:soundtrack|score)\b|\bmusic (?:from|inspired|of)\b|^va - |\bgreatest hits\b|\bsingle \d{4}\b|\blive (?:at|in)\b|\bthe album\b/g,
  ],
  [
    "comic",
    /\bgraphic (?:novel|history|biography|memoir|adaptation|edition|guide)\b|\blight novel epub\b|\bweb comic\b|\btpb\b/g,
  ],
  [
    "magazine",
    /\b(?:issue|no) ?#?\d+ (?:january|february|march|april|may|june|july|august|september|october|november|december)\b/g,
  ],
  [
    "talk",
    /\b(?:interview|conversation|talk|an evening|q and a) with\b|\bauthor (?:talk|interview)\b|\bted talk\b|\bthe making of\b|\bbehind the scenes\b/g,
  ],
  [
    "filler",
    /\b(?:with|includes?|incl) (?:cover|pdf|chapters|bonus|booklet|maps)\b|\baudible (?:exclusive|original|studios?|audio)\b|\bpodium audio\b|\bread ?nfo\b|\b(?:\d+(?:th|st|nd|rd)|anniversary|special|deluxe|limited|revised|updated|expanded|extended|collectors|remastered|movie tie-?in|tie-?in|us|uk|international|illustrated|definitive|authors? preferred|preferred text|first|second|new|\d+) (?:anniversary )?(?:edition|version|ed)\b|\b\d+(?:th|st|nd|rd) anniversary\b|\b(?:a|the) (?:novel|novella)\b|\bpenguin (?:audio|classics)\b|\bharper ?audio\b|\bhachette audio\b|\bmacmillan audio\b|\brandom house audio\b|\bbooks on tape\b|\bclear sound\b/g,
  ],
  [
    "tail",
    /\[b0[a-z0-9]{8}\]|\[\d{9}[\dx]\]|\b(?:www )?(?:audiobookbay|torrenting|rarbg|nzbgeek|mam|myanonamouse|eztv|glodls|abb|tgx|rutracker|1337x)(?: (?:com|org|is|net|nl|lu|to|fi))?\b/g,
  ],
];

/** Languages by their own and their English names, their codes, and the words that only their releases use. */
export const LANGUAGES: readonly {
  readonly name: string;
  /** What it is written in, where that is not Latin; as `identify-release.ts` calls it. */
  readonly script?: string;
  readonly words: string;
  readonly codes: string;
  readonly phrases?: string;
}[] = [
  { name: "English", words: "english englisch anglais ingles engels", codes: "en eng us uk gb" },
  {
    name: "German",
    words:
      "german deutsch deutsche horbuch hoerbuch hoerbucher ungekurzt ungekuerzt ungekurzte ungekuerzte gekurzt gekuerzt gekurzte gekuerzte horspiel hoerspiel leseprobe",
    codes: "de ger deu at",
    phrases: "gelesen von|gesprochen von|ungekurzte lesung|folge \\d+",
  },
  {
    name: "French",
    words: "french francais francaise truefrench vostfr subfrench audiolivre abrege",
    codes: "fr fra fre vf vff",
    phrases: "lu par|livre audio|texte integral|version integrale",
  },
  {
    name: "Spanish",
    words: "spanish espanol castilian castellano latino audiolibro",
    codes: "es esp spa cast",
    phrases: "narrado por|leido por|en espanol|voz humana",
  },
  { name: "Italian", words: "italian italiano italiana", codes: "it ita", phrases: "letto da|audiolibro ita" },
  {
    name: "Dutch",
    words: "dutch nederlands nederlandse luisterboek vlaams onverkort hoorspel",
    codes: "nl nld dut ned",
    phrases: "voorgelezen door|gelezen door",
  },
  {
    name: "Portuguese",
    words: "portuguese portugues brazilian audiolivro",
    codes: "pt por ptbr br",
    phrases: "lido por|pt-br",
  },
  { name: "Polish", words: "polish polski polska", codes: "pl pol", phrases: "czyta|lektor pl|audiobook pl" },
  {
    name: "Russian",
    script: "Cyrillic",
    words: "russian russkij russkiy русский аудиокнига",
    codes: "ru rus",
    phrases: "читает",
  },
  { name: "Ukrainian", script: "Cyrillic", words: "ukrainian українська", codes: "ua ukr" },
  { name: "Swedish", words: "swedish svenska svensk ljudbok", codes: "se swe sv", phrases: "last av|inlast av" },
  { name: "Danish", words: "danish dansk lydbog", codes: "dk dan da", phrases: "opl[ae]st af" },
  { name: "Norwegian", words: "norwegian norsk lydbok", codes: "nor nob", phrases: "lest av|opplest av" },
  { name: "Finnish", words: "finnish suomi suomeksi aanikirja", codes: "fi fin" },
  { name: "Icelandic", words: "icelandic islenska", codes: "isl" },
  { name: "Czech", words: "czech cesky cestina audiokniha", codes: "cz cze ces", phrases: "cte " },
  { name: "Slovak", words: "slovak slovensky", codes: "sk slk" },
  { name: "Hungarian", words: "hungarian magyar hangoskonyv", codes: "hu hun" },
  { name: "Romanian", words: "romanian romana", codes: "rum ron" },
  { name: "Bulgarian", script: "Cyrillic", words: "bulgarian български", codes: "bg bul" },
  { name: "Greek", script: "Greek", words: "greek ελληνικα", codes: "gr gre ell" },
  { name: "Turkish", words: "turkish turkce", codes: "tr tur", phrases: "sesli kitap" },
  {
    name: "Japanese",
    script: "Chinese or Japanese",
    words: "japanese nihongo オーディオブック",
    codes: "jp jpn jap ja",
  },
  {
    name: "Chinese",
    script: "Chinese or Japanese",
    words: "chinese mandarin cantonese 有声书 有聲書",
    codes: "cn chi zho zh",
  },
  { name: "Korean", script: "Korean", words: "korean hangul", codes: "kr kor ko" },
  { name: "Arabic", script: "Arabic", words: "arabic", codes: "ara" },
  { name: "Hebrew", script: "Hebrew", words: "hebrew ivrit", codes: "heb" },
  { name: "Hindi", script: "Devanagari", words: "hindi hindustani", codes: "hin" },
  { name: "Tamil", words: "tamil", codes: "tam" },
  { name: "Catalan", words: "catalan catala", codes: "cat" },
  { name: "Croatian", words: "croatian hrvatski", codes: "hrv" },
  { name: "Serbian", script: "Cyrillic", words: "serbian srpski", codes: "srp" },
  { name: "Estonian", words: "estonian eesti", codes: "est" },
  { name: "Lithuanian", words: "lithuanian lietuviu", codes: "ltu" },
  { name: "Latvian", words: "latvian latviesu", codes: "lva" },
];

/** Umbrella names under which many different books appear: never enough of a title, always dispensable beside one. */
export const UMBRELLAS: ReadonlySet<string> = new Set(
  "star wars|critical role|vox machina|the mighty nein|star trek|warhammer|warhammer 40000|warhammer 40k|warhammer age of sigmar|horus heresy|dungeons and dragons|forgotten realms|dragonlance|ravenloft|eberron|doctor who|torchwood|halo|warcraft|world of warcraft|starcraft|diablo|assassins creed|mass effect|dragon age|the elder scrolls|minecraft|star wars legends|star wars the high republic|marvel|dc comics|batman|spider man|x men|firefly|stargate|battletech|pathfinder|magic the gathering|shadowrun|fallout|resident evil|alien|aliens|predator|terminator|cyberpunk 2077|james bond|sherlock holmes|the witcher|discworld|the stormlight archive|stormlight archive|mistborn|cosmere|the wheel of time|wheel of time|the lord of the rings|the dark tower|dark tower|the expanse|harry potter|the chronicles of narnia|chronicles of narnia|narnia|a song of ice and fire|game of thrones|the hunger games|percy jackson|percy jackson and the olympians|twilight|divergent|throne of glass|a court of thorns and roses|the empyrean|empyrean|cradle|red rising|red rising saga|foundation|dune|the culture|culture|the dresden files|dresden files|the witcher saga|the first law|the kingkiller chronicle|the foundryside trilogy|farseer|realm of the elderlings|malazan|malazan book of the fallen|the malazan book of the fallen|outlander|jack reacher|jack ryan|alex cross|harry bosch|inspector gamache|hercule poirot|miss marple|the wheel|dirk pitt|oregon files|bobiverse|expeditionary force|ender|enderverse|the ender saga|honor harrington|honorverse|vorkosigan saga|hyperion cantos|the broken earth|lightbringer|night angel|codex alera|the demon cycle|the lunar chronicles|the mortal instruments|shadowhunters|wool|silo|the silo saga|the themis files|the murderbot diaries|murderbot diaries|murderbot|the locked tomb|the witchlands|grishaverse|the legend of drizzt|legend of drizzt|shannara|sword of truth|riftwar|temeraire|vampire chronicles|the vampire chronicles|sookie stackhouse|anita blake|mercy thompson|kate daniels|the iron druid chronicles|iron druid|rivers of london|peter grant|dungeon crawler carl|he who fights with monsters|defiance of the fall|primal hunter|the primal hunter|a series of unfortunate events".split(
    "|",
  ),
);

/** Words that make what they stand in the name of a series. */
export const SERIES_WORDS: ReadonlySet<string> = new Set(
  "series saga trilogy duology quartet cycle chronicles chronicle sequence files universe mysteries adventures verse book books volume vol novels diaries archive archives legends".split(
    " ",
  ),
);

/** Nouns of subtitles that describe a book and do not tell it from another. */
export const SUBTITLE_NOUNS: ReadonlySet<string> = new Set(
  "novel novella memoir memoirs thriller mystery romance romantasy story stories tale fable adventure fantasy litrpg gamelit progression biography autobiography history guide handbook manual introduction comedy parable investigation manifesto essays poem play science psychology art power rules principles lessons secrets truth journey life lives true untold inside account portrait meditation edition anniversary reflections confessions field".split(
    " ",
  ),
);

/** Words that begin a subtitle and hardly ever a title that follows another. */
export const SUBTITLE_OPENERS: ReadonlySet<string> = new Set("how why what or".split(" "));

/** Words without weight between a title and what surrounds it. */
export const CONNECTORS: ReadonlySet<string> = new Set(
  "the a an by and with from of feat ft s writing as pseud dr sir dame prof phd md jr sr".split(" "),
);

/** Narrators so well known that their bare name in a release means they read it. Folded, without spaces. */
export const KNOWN_NARRATORS: readonly string[] =
  "Ray Porter|Travis Baldree|Jeff Hays|Heath Miller|Michael Kramer|Kate Reading|Tim Gerard Reynolds|Steven Pacey|Jim Dale|Stephen Fry|Scott Brick|R.C. Bray|RC Bray|Nick Podehl|Luke Daniels|Jefferson Mays|Roy Dotrice|James Marsters|Simon Vance|George Guidall|Frank Muller|Davina Porter|Bronson Pinchot|Wil Wheaton|Marc Thompson|Andrea Parsneau|Soneela Nankani|Rosamund Pike|Andy Serkis|Rob Inglis|Nigel Planer|Stephen Briggs|Tony Robinson|Celia Imrie|Grover Gardner|Robert Glenister|Kobna Holdbrook-Smith|Julia Whelan|Cassandra Campbell|Edoardo Ballerini|Dion Graham|Bahni Turpin|Robin Miles|Kevin R. Free|Emily Woo Zeller|Jonathan Davis|Christopher Lane|Dick Hill|Edward Herrmann|Will Patton|Campbell Scott|John Lee|Ralph Cosham|Gerard Doyle|Paul Hecht|Derek Jacobi|Martin Jarvis|Hugh Fraser|David Suchet|Dan Stevens|Samuel Roukin|Ralph Lister|Daniel Greenberg|Wayne Mitchell|Neil Hellegers|Christopher Boucher|Peter Kenny|Eric G. Dove|Mikael Naramore|Rebecca Soler|Carol Monda|William Dufris|Stefan Rudnicki|Gabrielle de Cuir|Peter Berkrot|Oliver Wyman|Adam Verner|Kyle McCarley|Annalee Scott|Vikas Adam|Elizabeth Evans|Khristine Hvam|Lorelei King|Tavia Gilbert|Holter Graham|Sean Runnette|Jay Snyder|MacLeod Andrews|Simon Prebble|Michael Page|Ralph Fiennes|Perdita Weeks|Joe Morton|Tom Parker|Sam Tsoutsouvas|Jim Bond|Nick Sullivan|Tim Curry|Jeremy Irons|Juliet Stevenson|Nadia May|Barbara Rosenblat|Donada Peters|Wanda McCaddon|Mel Hudson|John Banks|Toby Longworth|Jonathan Keeble|Gareth Armstrong|Homer Todiwala".split(
    "|",
  );
