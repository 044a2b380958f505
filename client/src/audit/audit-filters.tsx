import { useEffect, useState } from "react";
import { useQuery } from "urql";
import { useSearchParams } from "wouter";
import { graphql } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";

const auditFilters = graphql(`
  query AuditFilters {
    auditActions {
      name
      description
    }
    users(first: 100) {
      nodes {
        id
        name
      }
    }
  }
`);

/** Narrows the list as soon as something is chosen; what was typed, when the field is left or by Enter. */
export function AuditFilters() {
  const [params, setParams] = useSearchParams();
  const [{ data }] = useQuery({ query: auditFilters });
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value.trim()) next.set(name, value.trim());
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const props = (name: string) => ({
    value: params.get(name) ?? "",
    onChange: ({ target }: { target: { value: string } }) => set(name, target.value),
  });
  const actions = (data?.auditActions ?? []).map(({ name, description }) => ({ value: name, label: description }));
  const people = (data?.users.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const where = params.get("where") ?? "";
  const [typed, setTyped] = useState(where);
  useEffect(() => setTyped(where), [where]);
  const search = (event: React.FormEvent) => {
    event.preventDefault();
    set("where", typed);
  };
  return (
    <form className="audit-filters" aria-label="Which records" onSubmit={search}>
      <SelectField label="What" {...props("what")} choices={[{ value: "", label: "Anything" }, ...actions]} />
      <SelectField label="Who" {...props("who")} choices={[{ value: "", label: "Anybody" }, ...people]} />
      <TextField
        label="Address"
        placeholder="192.168.1.20"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={() => set("where", typed)}
      />
      <TextField label="First day" type="date" {...props("from")} />
      <TextField label="Last day" type="date" {...props("to")} />
      {params.size > 0 && (
        <Button kind="quiet" icon="cross" onClick={() => setParams({}, { replace: true })}>
          Show everything
        </Button>
      )}
    </form>
  );
}
