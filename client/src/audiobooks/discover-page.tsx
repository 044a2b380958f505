import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import { SetupProgress } from "../configuration/setup-progress.tsx";
import { ByHandForm } from "../requests/by-hand-form.tsx";
import { PageTitle } from "../ui/page-title.tsx";
import { BookFilters } from "./book-filters.tsx";
import { BookResults } from "./book-results.tsx";
import { isBrowsing, readView, writeView, type DiscoverView } from "./discover-view.ts";
import { SearchBox } from "./search-box.tsx";
import { Shelves } from "./shelves.tsx";

/** Where a visit begins: look for a book and ask for it. What is looked for stands in the address. */
export function DiscoverPage() {
  const { t } = useTranslation("audiobooks");
  const [params, setParams] = useSearchParams();
  const view = readView(params);
  // Typing is one step of the history, not one a letter; a filter is a step of its own.
  const show = (next: DiscoverView, isNewStep: boolean) => setParams(writeView(next), { replace: !isNewStep });
  const search = (query: string) => show({ ...view, query, list: null }, query !== "" && view.query === "");
  return (
    <>
      <PageTitle title={t("discover")} />
      <SearchBox query={view.query} onSearch={search} />
      <BookFilters view={view} onChange={(next) => show(next, true)} />
      <SetupProgress />
      {isBrowsing(view) ? <Shelves /> : <BookResults view={view} />}
      <ByHandForm title={view.query} />
    </>
  );
}
