import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { useSearchParams } from "wouter";
import { graphql } from "../graphql/generated/index.ts";
import { SelectField } from "../ui/field.tsx";
import { useViewer } from "../users/viewer.ts";

const people = graphql(`
  query PersonFilter {
    users(first: 100) {
      nodes {
        id
        name
      }
    }
  }
`);

/** For an admin: whose requests are shown. The choice stands in the address. */
export function PersonFilter() {
  const { t } = useTranslation("requests");
  const viewer = useViewer();
  const [params, setParams] = useSearchParams();
  const [{ data }] = useQuery({ query: people });
  const others = (data?.users.nodes ?? []).filter(({ id }) => id !== viewer.id);
  const choose = (person: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (person) next.set("person", person);
        else next.delete("person");
        return next;
      },
      { replace: true },
    );
  return (
    <div className="person-filter">
      <SelectField
        label={t("person")}
        value={params.get("person") ?? ""}
        onChange={({ target }) => choose(target.value)}
        choices={[
          { value: "", label: t("everybody") },
          { value: viewer.id, label: t("mine") },
          ...others.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </div>
  );
}
