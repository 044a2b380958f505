import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { useLocation } from "wouter";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { setConfiguration } from "./settings-form.tsx";

/** The end of the set-up: it goes on with the search for a book. */
export function FirstRequest() {
  const { t } = useTranslation("configuration");
  const [, go] = useLocation();
  const [{ fetching }, save] = useMutation(setConfiguration);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const query = String(new FormData(event.currentTarget).get("query")).trim();
    await save({ input: [{ key: "setup.completed", value: "true" }] });
    go(`/?${new URLSearchParams({ q: query })}`);
  };
  return (
    <form className="first-request" role="search" onSubmit={submit}>
      <TextField label={t("setUp.searchLabel")} name="query" type="search" placeholder={t("setUp.search")} required />
      <Button type="submit" kind="primary" icon="search" busy={fetching && t("form.saving")}>
        {t("setUp.find")}
      </Button>
    </form>
  );
}
