import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Journey } from "../requests/journey.tsx";
import { requestState } from "../requests/request-state.tsx";
import { PageTitle } from "../ui/page-title.tsx";
import { useViewer } from "../users/viewer.ts";
import { kinHref } from "./addresses.ts";
import { BookAction } from "./book-action.tsx";
import { BookAskers } from "./book-askers.tsx";
import { BookEditions } from "./book-editions.tsx";
import { BookFactList } from "./book-fact-list.tsx";
import { placeInSeries } from "./book-facts.ts";
import { bookState } from "./book-state.ts";
import { Cover, hueOf } from "./cover.tsx";
import { NameLinks } from "./name-links.tsx";
import { ofAudiobook, ofEntry } from "./shown-book.ts";
import { Link } from "wouter";

const ofKnown = graphql(`
  fragment BookDetails_Audiobook on Audiobook {
    id
    subtitle
    description
    durationMinutes
    releaseDate
    rating
    genres
    fileFormat
    fileSizeBytes
    requestCount
    ...ShownBook_Audiobook
  }
`);

const ofCatalog = graphql(`
  fragment BookDetails_CatalogEntry on CatalogEntry {
    audibleId
    subtitle
    description
    durationMinutes
    releaseDate
    rating
    genres
    audiobook {
      id
      requestCount
    }
    ...ShownBook_CatalogEntry
  }
`);

type BookDetailsProps =
  { audiobook: FragmentType<typeof ofKnown>; entry: null } | { audiobook: null; entry: FragmentType<typeof ofCatalog> };

/** Everything that is known of a book, how it stands, and the one thing that can be done. */
export function BookDetails({ audiobook, entry }: BookDetailsProps) {
  const { t } = useTranslation("audiobooks");
  const { role } = useViewer();
  const known = readFragment(ofKnown, audiobook);
  const listed = readFragment(ofCatalog, entry);
  const details = (known ?? listed)!;
  const book = known ? ofAudiobook(known) : ofEntry(listed!);
  const here = known ?? listed?.audiobook;
  const request = readFragment(bookState, book.audiobook)?.viewerRequest;
  const state = readFragment(requestState, book.standing === "yours" ? request : null);
  return (
    <article className="book-page">
      <div className="hero" style={{ "--hue": hueOf(book.title) } as React.CSSProperties}>
        {book.coverUrl && <img className="tint" src={`${book.coverUrl}?width=160`} alt="" />}
        <Cover book={book} />
        <div className="about">
          {book.seriesTitle && (
            <Link href={kinHref("series", book.seriesTitle)} className="series-place">
              {placeInSeries(book.seriesTitle, book.seriesPosition ?? "")}
            </Link>
          )}
          <PageTitle title={book.title}>{details.subtitle && <p className="subtitle">{details.subtitle}</p>}</PageTitle>
          <p className="byline">
            <NameLinks kinship="author" names={book.author} />
          </p>
          {book.narrator && (
            <p className="byline">
              {t("book.narrator")} <NameLinks kinship="narrator" names={book.narrator} />
            </p>
          )}
          <BookAction book={book} on="page" />
          {here && here.requestCount > 0 && (
            <p className="asked-by">{t("book.askedBy", { count: here.requestCount })}</p>
          )}
        </div>
      </div>
      {state && <Journey state={state} size="full" />}
      <div className="book-columns">
        <div>
          {details.description && (
            <section>
              <h2>{t("book.about")}</h2>
              <p className="description">{details.description}</p>
            </section>
          )}
          <BookEditions book={book} />
        </div>
        <div>
          <BookFactList book={{ ...book, ...details, file: known ?? null }} />
          {role === "ADMIN" && here && <BookAskers audiobookId={here.id} />}
        </div>
      </div>
    </article>
  );
}
