import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { Link } from "wouter";
import { Cover } from "../audiobooks/cover.tsx";
import { graphql } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { useGap } from "../live-updates.ts";
import { DownloadNumbers } from "../requests/download-numbers.tsx";
import { RequestState } from "../requests/request-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

const activeDownloads = graphql(`
  query ActiveDownloads {
    requests(first: 6, filter: { status: [DOWNLOADING] }) {
      nodes {
        id
        createdAt
        ...RequestState_Request
        user {
          id
          name
        }
        audiobook {
          id
          title
          author
          coverUrl
        }
        downloads {
          id
          ...DownloadNumbers_DownloadHistory
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

/** What is being downloaded, and how far it is. The layout's subscription to requests keeps it live. */
export function ActiveDownloads() {
  const { t } = useTranslation("system");
  const [{ data, error }, refetch] = useQuery({ query: activeDownloads });
  useGap(() => refetch({ requestPolicy: "network-only" }));
  return (
    <section aria-labelledby="downloads">
      <h2 id="downloads">{t("dashboard.downloads")}</h2>
      {!data && error && <QueryProblem error={error} refetch={refetch} />}
      {!data && !error && <Skeleton shape="row" label={t("dashboard.loading")} />}
      {data?.requests.nodes.length === 0 && <p className="hint">{t("dashboard.noDownloads")}</p>}
      <ul className="active-downloads">
        {data?.requests.nodes.map((request) => {
          const { id, audiobook, user, downloads } = request;
          const current = downloads.at(-1);
          return (
            <li key={id}>
              <Cover book={audiobook} />
              <div>
                <h3>
                  <Link href={`/requests/${id}`}>{audiobook.title}</Link>
                </h3>
                <p className="hint">
                  {audiobook.author} · {user.name}
                </p>
                <RequestState request={request} on="row" />
                {current && <DownloadNumbers download={current} />}
              </div>
            </li>
          );
        })}
      </ul>
      {data?.requests.pageInfo.hasNextPage && <Link href="/requests?show=moving">{t("dashboard.allRequests")}</Link>}
    </section>
  );
}
