import { Command } from "cmdk";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { graphql } from "../../graphql/generated/index.ts";
import { Icon } from "../../ui/icon.tsx";

const foundBooks = graphql(`
  query FoundBooks($text: String!) {
    audiobooks(first: 6, search: $text) {
      nodes {
        id
        title
        author
        viewerRequest {
          id
        }
      }
    }
  }
`);

/** Long enough that a word is typed to its end. */
const pauseMs = 200;

/** The viewer's requests and the other known books for what was typed, and the way to the catalog. */
export function FoundBooks({ text, onGo }: { text: string; onGo: (href: string) => void }) {
  const { t } = useTranslation("layout");
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(setSettled, pauseMs, text);
    return () => clearTimeout(timer);
  }, [text]);
  const [{ data }] = useQuery({ query: foundBooks, variables: { text: settled }, pause: settled === "" });
  const books = settled === "" ? [] : (data?.audiobooks.nodes ?? []);
  const own = books.filter(({ viewerRequest }) => viewerRequest);
  const others = books.filter(({ viewerRequest }) => !viewerRequest);
  const inCatalog = (words: string) => `/?q=${encodeURIComponent(words)}`;
  // What the server found fits, whatever it was that fitted.
  const always = { keywords: [text], forceMount: true };
  return (
    <>
      {own.length > 0 && (
        <Command.Group heading={t("palette.requests")} forceMount>
          {own.map(({ id, title, author, viewerRequest }) => (
            <Command.Item key={id} value={id} {...always} onSelect={() => onGo(`/requests/${viewerRequest!.id}`)}>
              <Icon name="list" />
              <span>{title}</span> <span className="hint">{author}</span>
            </Command.Item>
          ))}
        </Command.Group>
      )}
      <Command.Group heading={t("palette.books")} forceMount>
        {others.map(({ id, title, author }) => (
          <Command.Item key={id} value={id} {...always} onSelect={() => onGo(`/books/${id}`)}>
            <Icon name="shelf" />
            <span>{title}</span> <span className="hint">{author}</span>
          </Command.Item>
        ))}
        <Command.Item value={`catalog ${text}`} {...always} onSelect={() => onGo(inCatalog(text))}>
          <Icon name="search" />
          {t("palette.catalog", { text })}
        </Command.Item>
      </Command.Group>
    </>
  );
}
