import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../ui/icon.tsx";

/** Long enough that a word is typed to its end, short enough not to be noticed. */
const pauseMs = 200;

/** Searches as one types. @param query what is searched for at present. */
export function SearchBox({ query, onSearch }: { query: string; onSearch: (query: string) => void }) {
  const { t } = useTranslation("audiobooks");
  const [text, setText] = useState(query);
  const [shown, setShown] = useState(query);
  // Somebody went back, or followed a link.
  if (query !== shown) {
    setShown(query);
    if (query !== text.trim()) setText(query);
  }
  useEffect(() => {
    if (text.trim() === query) return;
    const timer = setTimeout(() => onSearch(text.trim()), pauseMs);
    return () => clearTimeout(timer);
  });
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    onSearch(text.trim());
  };
  return (
    <form className="search-box" role="search" onSubmit={submit}>
      <Icon name="search" size={22} />
      <input
        type="search"
        aria-label={t("search.label")}
        placeholder={t("search.placeholder")}
        maxLength={200}
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </form>
  );
}
