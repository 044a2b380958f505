import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { useSearchParams } from "wouter";
import { graphql } from "../graphql/generated/index.ts";
import type { UserFilter } from "../graphql/generated/graphql.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { formatNumber } from "../ui/format.ts";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ImportPeople } from "./import-people.tsx";
import { NewPerson } from "./new-person.tsx";
import { PeopleFilters } from "./people-filters.tsx";
import { PersonRow } from "./person-row.tsx";

const peopleSettings = graphql(`
  query PeopleSettings {
    automation: configuration(category: AUTOMATION) {
      key
      value
    }
    mediaServer: configuration(category: MEDIA_SERVER) {
      key
      value
    }
  }
`);
const peoplePage = graphql(`
  query PeoplePage($after: String, $filter: UserFilter) {
    users(first: 25, after: $after, filter: $filter) {
      totalCount
      isTotalCountExact
      nodes {
        id
        ...PersonRow_User
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** What the settings say for everybody, by key. */
export type Defaults = Readonly<Record<string, string | null>>;

/** For an admin: who may come in, and what each may ask for. The address of the page holds what it is narrowed to. */
export function PeoplePage() {
  const { t } = useTranslation("users");
  const [params] = useSearchParams();
  const [{ data, error }, refetch] = useQuery({ query: peopleSettings });
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  const settings = [...(data?.automation ?? []), ...(data?.mediaServer ?? [])];
  const defaults: Defaults = Object.fromEntries(settings.map(({ key, value }) => [key, value]));
  return (
    <div className="people-page">
      <PageTitle title={t("people.title")}>
        <p className="about">{t("people.about")}</p>
      </PageTitle>
      <div className="people-actions">
        <NewPerson />
        {defaults["media_server.type"] === "plex" && <ImportPeople />}
      </div>
      <PeopleFilters />
      <Page key={params.toString()} filter={readPeopleFilter(params)} after={null} defaults={defaults} />
    </div>
  );
}

interface PageProps {
  filter: UserFilter;
  after: string | null;
  defaults: Defaults;
}

/** One page of the list, and the next one below it, once somebody asks for it. */
function Page({ filter, after, defaults }: PageProps) {
  const { t } = useTranslation("users");
  const [, setParams] = useSearchParams();
  const [isMoreWanted, setMoreWanted] = useState(false);
  // When somebody was here last is told by nobody: it is read anew with each visit.
  const [{ data, error, fetching }, refetch] = useQuery({
    query: peoplePage,
    variables: { after, filter },
    requestPolicy: "cache-and-network",
  });
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="row" count={3} label={t("people.loading")} />;
  const { nodes, pageInfo, totalCount, isTotalCountExact } = data.users;
  if (nodes.length === 0 && after === null)
    return (
      <EmptyState icon="people" title={t("people.empty")}>
        <p>{t("people.emptyAbout")}</p>
        <Button onClick={() => setParams({}, { replace: true })}>{t("people.showAll")}</Button>
      </EmptyState>
    );
  return (
    <>
      {after === null && (
        <p className="people-count" role="status">
          {t(isTotalCountExact ? "people.count" : "people.countMore", {
            count: totalCount,
            shown: formatNumber(totalCount),
          })}
        </p>
      )}
      <ul className="people">
        {nodes.map((person) => (
          <PersonRow key={person.id} person={person} defaults={defaults} />
        ))}
      </ul>
      {pageInfo.hasNextPage &&
        (isMoreWanted ? (
          <Page filter={filter} after={pageInfo.endCursor} defaults={defaults} />
        ) : (
          <Button onClick={() => setMoreWanted(true)} busy={fetching && t("people.loadingMore")}>
            {t("people.more")}
          </Button>
        ))}
    </>
  );
}

/** @returns what the parameters of the page's address narrow the list to. */
function readPeopleFilter(params: URLSearchParams): UserFilter {
  const text = params.get("text");
  const role = { admin: "ADMIN", user: "USER" } as const;
  const active: Partial<Record<string, boolean>> = { active: true, deactivated: false };
  const [wantedRole, wantedState] = [params.get("role") as keyof typeof role, params.get("state") ?? ""];
  return {
    ...(text ? { text } : {}),
    ...(Object.hasOwn(role, wantedRole ?? "") ? { role: role[wantedRole] } : {}),
    ...(wantedState in active ? { active: active[wantedState]! } : {}),
  };
}
