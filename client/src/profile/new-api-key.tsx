import { useState, type FormEvent } from "react";
import { useMutation } from "urql";
import { errorMessage, fieldErrors } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import type { ApiKeyScope } from "../graphql/generated/graphql.ts";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { useViewer } from "../users/viewer.ts";
import { scopeWords } from "./scope-words.ts";
import { ShownOnce } from "./shown-once.tsx";

const createApiKey = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      key
      apiKey {
        id
        name
      }
    }
  }
`);

const dayMs = 24 * 60 * 60_000;
/** In days. */
const lives = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
  { value: "", label: "Until I revoke it" },
];

/** Makes a key, and shows it this once. */
export function NewApiKey() {
  const { role } = useViewer();
  const [{ fetching, error }, execute] = useMutation(createApiKey);
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);
  const [isOpen, setOpen] = useState(false);
  const errors = fieldErrors(error);
  const possible = (["READ", "REQUEST", "ADMIN"] as const).filter((scope) => scope !== "ADMIN" || role === "ADMIN");
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const days = Number(form.get("days"));
    const { data } = await execute({
      input: {
        name: String(form.get("name") ?? ""),
        scopes: form.getAll("scopes") as ApiKeyScope[],
        expiresAt: days > 0 ? new Date(Date.now() + days * dayMs).toISOString() : null,
      },
    });
    if (!data) return;
    setMade({ name: data.createApiKey.apiKey.name, secret: data.createApiKey.key });
    setOpen(false);
  };
  if (made) return <ShownOnce {...made} onDone={() => setMade(null)} />;
  if (!isOpen) return <Button onClick={() => setOpen(true)}>Make a key</Button>;
  return (
    <form className="settings-form new-key" onSubmit={submit} aria-label="A new key">
      <TextField
        label="Name"
        name="name"
        hint="What you call it, such as the script that uses it."
        error={errors["name"]}
        required
        maxLength={100}
        autoComplete="off"
        autoFocus
      />
      <fieldset>
        <legend>What it may do</legend>
        {possible.map((scope) => (
          <label key={scope}>
            <input type="checkbox" name="scopes" value={scope} defaultChecked={scope !== "ADMIN"} />
            <span>
              {scopeWords[scope].label}
              <span className="hint">{scopeWords[scope].about}</span>
            </span>
          </label>
        ))}
        {errors["scopes"] && (
          <p className="refusal" role="alert">
            {errors["scopes"]}
          </p>
        )}
      </fieldset>
      <SelectField label="How long it works" name="days" choices={lives} error={errors["expiresAt"]} />
      {error && Object.keys(errors).length === 0 && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
      <div className="form-actions">
        <Button type="submit" kind="primary" busy={fetching && "Making it…"}>
          Make it
        </Button>
        <Button kind="quiet" onClick={() => setOpen(false)}>
          Never mind
        </Button>
      </div>
    </form>
  );
}
