import { GraphiQL } from "graphiql";
import { useMemo, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { examples } from "./examples.ts";
import { useIsDark } from "../ui/theme.ts";
import { createKeyFetcher, type WantsKey } from "./key-fetcher.ts";

/** Monaco's own of high contrast: GraphiQL's are too pale to be read by everybody. */
const editorThemes = { light: "hc-light", dark: "hc-black" };

/** GraphiQL, and above it, where the server runs only the client's own operations, the way to send others. */
export function Playground() {
  const [key, setKey] = useState<string | null>(null);
  const [wantsKey, setWantsKey] = useState<WantsKey | null>(null);
  const theme = useIsDark() ? "dark" : "light";
  const fetcher = useMemo(() => createKeyFetcher(key, setWantsKey), [key]);
  const take = (given: string) => {
    setKey(given);
    setWantsKey(null);
  };
  return (
    <>
      {wantsKey && <KeyForm why={wantsKey} onKey={take} />}
      {/* With another key it reads the schema anew. */}
      <GraphiQL
        key={key}
        fetcher={fetcher}
        defaultTabs={examples}
        shouldPersistHeaders={false}
        forcedTheme={theme}
        editorTheme={editorThemes}
      />
    </>
  );
}

function KeyForm({ why, onKey }: { why: WantsKey; onKey: (key: string) => void }) {
  const { t } = useTranslation("playground");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onKey(String(new FormData(event.currentTarget).get("key")).trim());
  };
  return (
    <form className="key-form" onSubmit={submit}>
      <p role="alert">
        {t(why === "needed" ? "keyNeeded" : "keyRefused")} <a href="/profile">{t("make")}</a>
      </p>
      <label>
        {t("key")}
        <input name="key" type="password" autoComplete="off" spellCheck={false} required />
      </label>
      <button type="submit">{t("use")}</button>
    </form>
  );
}
