import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { Link } from "wouter";
import { graphql } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { useGap } from "../live-updates.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { BookDetails } from "./book-details.tsx";

const knownBookPage = graphql(`
  query KnownBookPage($id: ID!) {
    audiobook(id: $id) {
      id
      ...BookDetails_Audiobook
    }
  }
`);

const catalogBookPage = graphql(`
  query CatalogBookPage($audibleId: String!) {
    catalogEntry(audibleId: $audibleId) {
      audibleId
      ...BookDetails_CatalogEntry
    }
  }
`);

/** A book that is known here: requested, on its way, or in the library. */
export function KnownBookPage({ id }: { id: string }) {
  const { t } = useTranslation("audiobooks");
  const [{ data, error }, refetch] = useQuery({
    query: knownBookPage,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  useGap(() => refetch({ requestPolicy: "network-only" }));
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="page" label={t("book.loading")} />;
  return data.audiobook ? <BookDetails audiobook={data.audiobook} entry={null} /> : <NoSuchBook />;
}

/** A book of the catalog that nobody here may have asked for. */
export function CatalogBookPage({ audibleId }: { audibleId: string }) {
  const { t } = useTranslation("audiobooks");
  const [{ data, error }, refetch] = useQuery({ query: catalogBookPage, variables: { audibleId } });
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="page" label={t("book.loading")} />;
  return data.catalogEntry ? <BookDetails audiobook={null} entry={data.catalogEntry} /> : <NoSuchBook />;
}

function NoSuchBook() {
  const { t } = useTranslation("audiobooks");
  return (
    <EmptyState icon="search" title={t("book.none")} isPage>
      <p>{t("book.noneHint")}</p>
      <Link href="/">{t("book.toDiscover")}</Link>
    </EmptyState>
  );
}
