import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { readFragment } from "../graphql/generated/index.ts";
import { isPlaceholder } from "../graphql/optimistic.ts";
import { RequestState } from "../requests/request-state.tsx";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { bookState } from "./book-state.ts";
import type { ShownBook } from "./shown-book.ts";
import { useAsking } from "./use-asking.ts";

interface BookActionProps {
  book: Pick<ShownBook, "audiobook" | "standing" | "wanted" | "title">;
  /** A card has room for a word; a page for the sentence, and there it is the one thing that is wanted. */
  on: "card" | "page";
}

/** How a book stands for the viewer, and the one thing that can be done. */
export function BookAction({ book: { audiobook, standing, wanted, title }, on }: BookActionProps) {
  const { t } = useTranslation("audiobooks");
  const known = readFragment(bookState, audiobook);
  const request = known?.viewerRequest;
  if (standing === "yours" && request) {
    const state = <RequestState request={request} on={on === "card" ? "card" : "row"} />;
    if (isPlaceholder(request.id)) return <div className="card-state">{state}</div>;
    return (
      <Link href={`/requests/${request.id}`} className="card-state">
        <span className="unseen">{t("state.yours", { title })}: </span>
        {state}
      </Link>
    );
  }
  if (standing === "here") {
    return (
      <p className="status shelf">
        <Icon name="check" size={16} />
        <span className="word">{t("state.here")}</span>
      </p>
    );
  }
  const way = known?.availabilityStatus;
  return (
    <div className="card-action">
      {standing === "coming" && (
        <p className="status moving">
          <Icon name={way === "PROCESSING" ? "shelf" : way === "DOWNLOADING" ? "download" : "people"} size={16} />
          <span className="word">
            {t(way === "PROCESSING" ? "state.shelved" : way === "DOWNLOADING" ? "state.fetched" : "state.coming")}
          </span>
        </p>
      )}
      <Ask title={title} wanted={wanted} isToo={standing === "coming"} isMain={on === "page"} />
    </div>
  );
}

interface AskProps extends Pick<ShownBook, "title" | "wanted"> {
  isToo: boolean;
  isMain: boolean;
}

function Ask({ title, wanted, isToo, isMain }: AskProps) {
  const { t } = useTranslation("audiobooks");
  const { run, isBusy, refusal } = useAsking(title);
  return (
    <>
      <Button
        kind={isMain ? "primary" : "plain"}
        onClick={() => run(wanted)}
        busy={isBusy && t("action.asking")}
        aria-label={t(isToo ? "action.requestTooTitle" : "action.requestTitle", { title })}
      >
        {t(isToo ? "action.requestToo" : "action.request")}
      </Button>
      {refusal && (
        <p className="refusal" role="alert" title={refusal}>
          {refusal}
        </p>
      )}
    </>
  );
}
