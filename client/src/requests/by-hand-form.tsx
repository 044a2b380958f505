import { useState, type FormEvent } from "react";
import { useLocation } from "wouter";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { useCreateRequest } from "./use-request-mutations.ts";

/** Asks for a book that no catalog has. @param title what was searched for in vain. */
export function ByHandForm({ title }: { title: string }) {
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
      <summary>Not in the catalog? Ask by hand</summary>
      {/* While it is closed it follows the search; once open it is the person's. */}
      <form onSubmit={submit} key={isOpen ? "open" : title}>
        <TextField label="Title" name="title" defaultValue={title} required maxLength={500} />
        <TextField label="Author" name="author" required maxLength={500} />
        <TextField label="Narrator" name="narrator" maxLength={500} hint="Leave it empty when any reading will do." />
        {refusal && (
          <p className="refusal" role="alert">
            {refusal}
          </p>
        )}
        <Button type="submit" kind="primary" busy={isBusy && "Asking…"}>
          Ask for it
        </Button>
      </form>
    </details>
  );
}
