import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { Button } from "../ui/button.tsx";
import { useViewer } from "../users/viewer.ts";
import { FirstRequest } from "./first-request.tsx";
import type { Setting } from "./setting-field.tsx";
import { steps, type Step } from "./set-up-page.tsx";
import { SettingsForm } from "./settings-form.tsx";

interface SetUpStepProps {
  step: Step;
  isDone: boolean;
  /** Books can arrive. */
  isComplete: boolean;
  settings: readonly Setting[];
}

/** One step: what it is for, what it configures, and the way on. */
export function SetUpStep({ step, isDone, isComplete, settings }: SetUpStepProps) {
  const { t } = useTranslation("configuration");
  const [, go] = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  // The next step has come in place of the one that had the focus.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const index = steps.indexOf(step);
  const [before, after] = [steps[index - 1], steps[index + 1]];
  return (
    <section className="set-up-step" aria-labelledby="step-title">
      <p className="hint">{t("setUp.stepOf", { number: index + 1, count: steps.length })}</p>
      <h2 id="step-title" tabIndex={-1} ref={heading}>
        {t(`setUp.${step}`)}
      </h2>
      <Body step={step} isComplete={isComplete} settings={settings} />
      <div className="form-actions">
        {before && <Link href={`/set-up?step=${before}`}>{t("setUp.back")}</Link>}
        {after && (
          <Button kind={isDone ? "primary" : "quiet"} onClick={() => go(`/set-up?step=${after}`)}>
            {t(isDone ? "setUp.next" : "setUp.later")}
          </Button>
        )}
      </div>
    </section>
  );
}

/** They matter once there are several. */
const later = ["indexer.enabled", "indexer.priority"];

function Body({ step, isComplete, settings }: Omit<SetUpStepProps, "isDone">) {
  const { t } = useTranslation("configuration");
  const { name } = useViewer();
  const of = (kind: string) =>
    settings.filter(({ key }) => key.startsWith(`${kind}.`) && key.split(".").length === 2 && !later.includes(key));
  /** @param first what is chosen until somebody chooses. */
  const form = (kind: string, first: string | null): { settings: Setting[]; typed?: Record<string, string> } => {
    const own = of(kind);
    const isSet = own.some(({ key, isSet }) => key.endsWith(".type") && isSet);
    return { settings: own, ...(isSet || !first ? {} : { typed: { [`${kind}.type`]: first } }) };
  };
  switch (step) {
    case "account":
      return (
        <>
          <p className="about">{t("setUp.accountAbout", { name })}</p>
          <p>{t("setUp.accountNext")}</p>
        </>
      );
    case "indexer":
      return (
        <>
          <p className="about">{t("setUp.indexerAbout")}</p>
          <SettingsForm {...form("indexer", "torznab")} kind="INDEXER" />
          <aside>
            <h3>{t("setUp.sandbox")}</h3>
            <p>{t("setUp.sandboxAbout")}</p>
          </aside>
        </>
      );
    case "download":
      return (
        <>
          <p className="about">{t("setUp.downloadAbout")}</p>
          <SettingsForm {...form("download_client", "embedded")} kind="DOWNLOAD_CLIENT" />
        </>
      );
    case "library":
      return (
        <>
          <p className="about">{t("setUp.libraryAbout")}</p>
          <SettingsForm settings={of("paths")} kind="FOLDERS" />
          <h3>{t("setUp.mediaServer")}</h3>
          <SettingsForm {...form("media_server", "folder")} kind="MEDIA_SERVER" />
        </>
      );
    case "catalog":
      return (
        <>
          <p className="about">{t("setUp.catalogAbout")}</p>
          <SettingsForm {...form("catalog", "audible")} kind="CATALOG" />
        </>
      );
    case "finish":
      return (
        <>
          <p className="about">{t(isComplete ? "setUp.finishAbout" : "setUp.finishMissing")}</p>
          <FirstRequest />
        </>
      );
  }
}
