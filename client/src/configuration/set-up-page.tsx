import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { Link, useLocation, useSearchParams } from "wouter";
import { graphql, readFragment } from "../graphql/generated/index.ts";
import type { SetUpStepsQuery } from "../graphql/generated/graphql.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { Icon } from "../ui/icon.tsx";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { settingField, type Setting } from "./setting-field.tsx";
import { SetUpStep } from "./set-up-step.tsx";

const setUpSteps = graphql(`
  query SetUpSteps {
    setup {
      hasCatalog
      hasIndexer
      hasDownloadClient
      hasMediaServer
    }
    configuration {
      key
      category
      ...SettingField_ConfigurationEntry
    }
  }
`);

/** In the order in which they are gone through. */
export const steps = ["account", "indexer", "download", "library", "catalog", "finish"] as const;
/** One of the steps, as the address of the page names it. */
export type Step = (typeof steps)[number];

/**
 * For an admin: from the account to the first request. What is done is seen from what is configured, so that it can be
 * left, and gone on with at another machine.
 */
export function SetUpSteps() {
  const { t } = useTranslation("configuration");
  const [params] = useSearchParams();
  const [, go] = useLocation();
  const [{ data, error }, refetch] = useQuery({ query: setUpSteps });
  const isDone = data && doneOf(data.setup);
  const step = steps.find((each) => each === params.get("step")) ?? (isDone && steps.find((each) => !isDone[each]));
  // What is saved does not take the step away under one's hands: the address holds it.
  useEffect(() => {
    if (step) go(`/set-up?step=${step}`, { replace: true });
  }, [step, go]);
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data || !isDone || !step) return <Skeleton shape="form" count={2} label={t("loading")} />;
  const settings: Setting[] = data.configuration.map((entry) => readFragment(settingField, entry));
  const isComplete = isDone.indexer && isDone.download && isDone.library;
  return (
    <div className="set-up">
      <PageTitle title={t("setUp.title")}>
        <p className="about">{t("setUp.about")}</p>
      </PageTitle>
      <nav aria-label={t("setUp.steps")}>
        <ol>
          {steps.map((each, index) => (
            <li key={each} className={isDone[each] ? "is-done" : undefined}>
              <Link href={`/set-up?step=${each}`} aria-current={each === step ? "step" : undefined}>
                <span className="step-number">{isDone[each] ? <Icon name="check" size={16} /> : index + 1}</span>
                <span className="step-name">{t(`setUp.${each}`)}</span>
                {each !== "finish" && <span className="unseen">{t(isDone[each] ? "setUp.done" : "setUp.open")}</span>}
              </Link>
            </li>
          ))}
        </ol>
      </nav>
      <SetUpStep key={step} step={step} isDone={isDone[step]} isComplete={isComplete} settings={settings} />
    </div>
  );
}

function doneOf({ hasIndexer, hasDownloadClient, hasMediaServer, hasCatalog }: SetUpStepsQuery["setup"]) {
  const isDone: Readonly<Record<Step, boolean>> = {
    account: true,
    indexer: hasIndexer,
    download: hasDownloadClient,
    library: hasMediaServer,
    catalog: hasCatalog,
    finish: false,
  };
  return isDone;
}
