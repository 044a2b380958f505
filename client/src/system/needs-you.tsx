import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { useGap } from "../live-updates.ts";
import { formatBytes } from "../ui/format.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { Needs, type Need } from "./needs.tsx";

const fragment = graphql(`
  fragment NeedsYou_System on System {
    deadJobs
    integrations {
      id
      label
      isUp
      message
    }
    storage {
      name
      freeBytes
      totalBytes
    }
  }
`);

/** They are listed, not counted: the cache can tell when a list has changed. */
const requestsInNeed = graphql(`
  query RequestsInNeed {
    awaiting: requests(first: 100, filter: { status: [AWAITING_APPROVAL] }) {
      ...InNeed_RequestConnection
    }
    failed: requests(first: 100, filter: { status: [FAILED] }) {
      ...InNeed_RequestConnection
    }
    blocked: requests(
      first: 100
      filter: { blocker: [NO_INDEXER_CONFIGURED, NO_DOWNLOAD_CLIENT, PATH_NOT_VISIBLE, DISK_FULL] }
    ) {
      ...InNeed_RequestConnection
    }
  }
`);

const inNeed = graphql(`
  fragment InNeed_RequestConnection on RequestConnection {
    nodes {
      id
      status
      createdAt
      blocker {
        kind
        message
      }
    }
    pageInfo {
      hasNextPage
    }
  }
`);

/** Less than this part of a disk is almost nothing. */
const almostFull = 0.03;

/** What a person has to do, the most urgent first; or that there is nothing. */
export function NeedsYou({ system }: { system: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("system");
  const { deadJobs, integrations, storage } = readFragment(fragment, system);
  const [{ data }, refetch] = useQuery({ query: requestsInNeed });
  useGap(() => refetch({ requestPolicy: "network-only" }));
  if (!data) return <Skeleton shape="row" label={t("dashboard.loading")} />;
  const { nodes: awaiting } = readFragment(inNeed, data.awaiting);
  const { nodes: failed } = readFragment(inNeed, data.failed);
  const { nodes: blocked } = readFragment(inNeed, data.blocked);
  const needs: Need[] = [];
  const add = (count: number, need: Need) => void (count > 0 && needs.push(need));
  for (const { id, label, message, isUp } of integrations)
    add(isUp === false ? 1 : 0, {
      key: id,
      tone: "failed",
      icon: "wifiOff",
      sentence: t("dashboard.down", { label }),
      more: message,
      href: "/settings",
      action: t("dashboard.settings"),
    });
  for (const { name, freeBytes, totalBytes } of storage)
    add(freeBytes !== null && totalBytes && freeBytes / totalBytes < almostFull ? 1 : 0, {
      key: name,
      tone: "failed",
      icon: "warning",
      sentence: t("dashboard.diskFull", {
        name: t(`page.places.${name as "library"}`),
        free: formatBytes(freeBytes ?? 0),
      }),
      href: "/system",
      action: t("dashboard.look"),
    });
  add(blocked.length, {
    key: "blocked",
    tone: "waits",
    icon: "warning",
    sentence: t("dashboard.blocked", { count: blocked.length }),
    more: [...new Set(blocked.map(({ blocker }) => blocker?.message))].slice(0, 3).join(" "),
    href: blocked.length === 1 ? `/requests/${blocked[0]!.id}` : "/requests?show=moving",
    action: t("dashboard.look"),
  });
  add(awaiting.length, {
    key: "awaiting",
    tone: "waits",
    icon: "people",
    sentence: t("dashboard.approvals", { count: awaiting.length }),
    href: "/approvals",
    action: t("dashboard.decide"),
  });
  add(failed.length, {
    key: "failed",
    tone: "failed",
    icon: "cross",
    sentence: t("dashboard.failed", { count: failed.length }),
    href: "/requests?show=trouble",
    action: t("dashboard.look"),
  });
  add(deadJobs, {
    key: "jobs",
    tone: "failed",
    icon: "gear",
    sentence: t("dashboard.deadJobs", { count: deadJobs }),
    href: "/jobs?status=FAILED",
    action: t("dashboard.look"),
  });
  return <Needs needs={needs} />;
}
