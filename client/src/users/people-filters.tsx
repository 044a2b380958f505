import { useEffect, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import { SelectField, TextField } from "../ui/field.tsx";

/** Long enough that a word is typed to its end, short enough not to be noticed. */
const pauseMs = 300;

/** Narrows the list as one types and chooses. */
export function PeopleFilters() {
  const { t } = useTranslation("users");
  const [params, setParams] = useSearchParams();
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const text = params.get("text") ?? "";
  const [typed, setTyped] = useState(text);
  const [shown, setShown] = useState(text);
  // Somebody went back, or asked for everybody.
  if (text !== shown) {
    setShown(text);
    if (text !== typed.trim()) setTyped(text);
  }
  useEffect(() => {
    if (typed.trim() === text) return;
    const timer = setTimeout(set, pauseMs, "text", typed.trim());
    return () => clearTimeout(timer);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set("text", typed.trim());
  };
  const choice = (name: string) => ({
    value: params.get(name) ?? "",
    onChange: ({ target }: { target: { value: string } }) => set(name, target.value),
  });
  return (
    <form className="people-filters" role="search" aria-label={t("filter.label")} onSubmit={submit}>
      <TextField
        label={t("filter.text")}
        type="search"
        maxLength={200}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <SelectField
        label={t("filter.role")}
        {...choice("role")}
        choices={[
          { value: "", label: t("filter.anyRole") },
          { value: "admin", label: t("filter.admins") },
          { value: "user", label: t("filter.users") },
        ]}
      />
      <SelectField
        label={t("filter.state")}
        {...choice("state")}
        choices={[
          { value: "", label: t("filter.anyState") },
          { value: "active", label: t("filter.active") },
          { value: "deactivated", label: t("filter.deactivated") },
        ]}
      />
    </form>
  );
}
