import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { Link } from "wouter";
import { readFragment } from "../graphql/generated/index.ts";
import { Icon } from "../ui/icon.tsx";
import { findBooks } from "./book-queries.ts";
import { bookState } from "./book-state.ts";
import { otherEditions } from "./editions.ts";
import { languageName } from "./language-name.ts";
import { ofEntry, type ShownBook } from "./shown-book.ts";

/** The same text read by others, or in another language, as far as the catalog has it. Nothing while it does not answer. */
export function BookEditions({ book }: { book: ShownBook }) {
  const { t } = useTranslation("audiobooks");
  const [author = ""] = book.author.split(", ");
  const query = `${book.title} ${author}`.slice(0, 200);
  const [{ data }] = useQuery({ query: findBooks, variables: { query, filter: null, page: 1 } });
  if (!data) return null;
  const editions = otherEditions(book, data.searchCatalog.entries.map(ofEntry));
  if (editions.length === 0) return null;
  return (
    <section className="editions">
      <h2>{t("book.editions")}</h2>
      <p className="byline">{t("book.editionsHint")}</p>
      <ul>
        {editions.map((edition) => (
          <li key={edition.key}>
            <Link href={edition.href}>
              <span className="name">{edition.narrator ?? t("book.unknownNarrator")}</span>
              <span className="facts">
                {[
                  edition.language && languageName(edition.language),
                  edition.isAbridged && t("facts.abridged"),
                  edition.title !== book.title && edition.title,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
              <Standing edition={edition} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Standing({ edition }: { edition: ShownBook }) {
  const { t } = useTranslation("audiobooks");
  if (edition.standing === "free") return null;
  const isHere = edition.standing === "here";
  const isOwn = Boolean(readFragment(bookState, edition.audiobook)?.viewerRequest);
  return (
    <span className={`status ${isHere ? "shelf" : "moving"}`}>
      <Icon name={isHere ? "check" : "download"} size={16} />
      <span className="word">{t(isHere ? "state.here" : isOwn ? "state.own" : "state.coming")}</span>
    </span>
  );
}
