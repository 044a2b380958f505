import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { useCreateRequest } from "./use-request-mutations.ts";

/** Asks for a book that no catalog has. @param title what was searched for in vain. */
export function ByHandForm({ title }: { title: string }) {
  const { t } = useTranslation("requests");
  const [, navigate] = useLocation();
  const { run, isBusy, refusal } = useCreateRequest();
  const [isOpen, setOpen] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    const id = await run({ title: text("title"), author: text("author"), narrator: text("narrator") || null });
    if (id) navigate(`/requests/${id}`);
  };
  return (
    <details className="by-hand" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("byHand.summary")}</summary>
      {/* While it is closed it follows the search; once open it is the person's. */}
      <form onSubmit={submit} key={isOpen ? "open" : title}>
        <TextField label={t("byHand.title")} name="title" defaultValue={title} required maxLength={500} />
        <TextField label={t("byHand.author")} name="author" required maxLength={500} />
        <TextField label={t("byHand.narrator")} name="narrator" maxLength={500} hint={t("byHand.narratorHint")} />
        {refusal && (
          <p className="refusal" role="alert">
            {refusal}
          </p>
        )}
        <Button type="submit" kind="primary" busy={isBusy && t("asking")}>
          {t("byHand.submit")}
        </Button>
      </form>
    </details>
  );
}
