import { useSearchParams } from "wouter";
import { ByHandForm } from "../requests/by-hand-form.tsx";
import { SetupProgress } from "../configuration/setup-progress.tsx";
import { PageTitle } from "../ui/page-title.tsx";
import { CatalogResults } from "./catalog-results.tsx";
import { KnownBooks } from "./known-books.tsx";
import { SearchBox } from "./search-box.tsx";

/** Where a visit begins: look for a book and ask for it. What is searched for stands in the address. */
export function DiscoverPage() {
  const [params, setParams] = useSearchParams();
  const query = params.get("q") ?? "";
  const search = (text: string) => setParams(text ? { q: text } : {}, { replace: true });
  return (
    <>
      <PageTitle title="What would you like to hear?" />
      <SearchBox query={query} onSearch={search} />
      <SetupProgress />
      {query ? <CatalogResults query={query} /> : <KnownBooks />}
      <ByHandForm title={query} />
    </>
  );
}
