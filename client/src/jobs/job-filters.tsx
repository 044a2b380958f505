import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import type { JobFilter } from "../graphql/generated/graphql.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/field.tsx";
import { jobName, jobStatuses, jobTypes } from "./job-words.ts";

/** @returns what the parameters of the page's address narrow the list to. */
export function readJobFilter(params: URLSearchParams): JobFilter {
  const status = jobStatuses.find((each) => each === params.get("status"));
  const [type, requestId] = [params.get("type"), params.get("request")];
  return {
    ...(status ? { status: [status] } : {}),
    ...(type ? { type: [type] } : {}),
    ...(requestId ? { requestId } : {}),
  };
}

/** Narrows the list as soon as something is chosen. */
export function JobFilters() {
  const { t } = useTranslation("jobs");
  const [params, setParams] = useSearchParams();
  const props = (name: string) => ({
    value: params.get(name) ?? "",
    onChange: ({ target: { value } }: { target: { value: string } }) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          if (value) next.set(name, value);
          else next.delete(name);
          return next;
        },
        { replace: true },
      ),
  });
  const statuses = jobStatuses.map((value) => ({ value, label: t(`states.${value}`) }));
  const types = jobTypes.map((value) => ({ value, label: jobName(value) }));
  return (
    <form className="job-filters" aria-label={t("filters")}>
      <SelectField
        label={t("status")}
        {...props("status")}
        choices={[{ value: "", label: t("anyStatus") }, ...statuses]}
      />
      <SelectField label={t("type")} {...props("type")} choices={[{ value: "", label: t("anyType") }, ...types]} />
      {params.size > 0 && (
        <Button kind="quiet" icon="cross" onClick={() => setParams({}, { replace: true })}>
          {t("showAll")}
        </Button>
      )}
    </form>
  );
}
