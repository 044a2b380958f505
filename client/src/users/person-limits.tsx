import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage, fieldErrors } from "../graphql/error-message.ts";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import type { UpdateUserInput } from "../graphql/generated/graphql.ts";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import type { Defaults } from "./people-page.tsx";

const fragment = graphql(`
  fragment PersonLimits_User on User {
    id
    name
    role
    autoApprove
    maySelectReleases
    requestQuota
    requestQuotaDays
    quota {
      days
    }
  }
`);
/** Its answer has what optimistic.ts foresees. */
export const updateUser = graphql(`
  mutation UpdateUser($input: UpdateUserInput!) {
    updateUser(input: $input) {
      id
      role
      autoApprove
      maySelectReleases
      requestQuota
      requestQuotaDays
      needsApproval
      canSelectReleases
      quota {
        most
        days
        used
      }
    }
  }
`);

interface PersonLimitsProps {
  person: FragmentType<typeof fragment>;
  defaults: Defaults;
  onSaved: () => void;
}

/** What is said of this person over what the settings say for everybody. */
export function PersonLimits({ person, defaults, onSaved }: PersonLimitsProps) {
  const { t } = useTranslation("users");
  const { id, role, autoApprove, maySelectReleases, requestQuota, requestQuotaDays, quota } = readFragment(
    fragment,
    person,
  );
  const [{ fetching, error }, save] = useMutation(updateUser);
  const [counted, setCounted] = useState(requestQuota === null ? "" : requestQuota === 0 ? "any" : "own");
  const errors = fieldErrors(error);
  if (role === "ADMIN") return <p>{t("limits.free")}</p>;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const choice = (name: string) => ({ yes: true, no: false })[String(form.get(name))] ?? null;
    const own = counted === "own";
    const input: UpdateUserInput = {
      id,
      autoApprove: choice("autoApprove"),
      maySelectReleases: choice("maySelectReleases"),
      requestQuota: own ? Number(form.get("requestQuota")) : counted === "any" ? 0 : null,
      requestQuotaDays: own ? Number(form.get("requestQuotaDays")) : null,
    };
    const { data } = await save({ input });
    if (data) onSaved();
  };
  const chosen = (value: boolean | null) => (value === null ? "" : value ? "yes" : "no");
  const everybodys = Number(defaults["requests.quota"] ?? 0);
  const standard = {
    approval: defaults["requests.auto_approve"] === "true" ? "starts" : "waits",
    picking: defaults["requests.may_select_releases"] === "true" ? "may" : "mayNot",
  } as const;
  return (
    <form className="limits" onSubmit={submit}>
      <SelectField
        label={t("limits.approval")}
        name="autoApprove"
        defaultValue={chosen(autoApprove)}
        choices={[
          { value: "", label: t(`limits.approvalDefault_${standard.approval}`) },
          { value: "yes", label: t("limits.starts") },
          { value: "no", label: t("limits.waits") },
        ]}
      />
      <SelectField
        label={t("limits.quota")}
        value={counted}
        onChange={({ target }) => setCounted(target.value)}
        choices={[
          {
            value: "",
            label: t(everybodys > 0 ? "limits.quotaDefault_some" : "limits.quotaDefault_none", {
              most: everybodys,
              days: defaults["requests.quota_days"] ?? "",
            }),
          },
          { value: "any", label: t("limits.any") },
          { value: "own", label: t("limits.own") },
        ]}
      />
      {counted === "own" && (
        <div className="own-number">
          <TextField
            label={t("limits.most")}
            name="requestQuota"
            type="number"
            min={1}
            max={9999}
            required
            defaultValue={requestQuota || everybodys || 5}
            error={errors["requestQuota"]}
          />
          <TextField
            label={t("limits.days")}
            name="requestQuotaDays"
            type="number"
            min={1}
            max={999}
            required
            defaultValue={requestQuotaDays ?? quota?.days}
            error={errors["requestQuotaDays"]}
          />
        </div>
      )}
      <SelectField
        label={t("limits.picking")}
        name="maySelectReleases"
        defaultValue={chosen(maySelectReleases)}
        choices={[
          { value: "", label: t(`limits.pickingDefault_${standard.picking}`) },
          { value: "yes", label: t("limits.may") },
          { value: "no", label: t("limits.mayNot") },
        ]}
      />
      {error && Object.keys(errors).length === 0 && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
      <div className="form-actions">
        <Button type="submit" busy={fetching && t("limits.saving")}>
          {t("limits.save")}
        </Button>
      </div>
    </form>
  );
}
