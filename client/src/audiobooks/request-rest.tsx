import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { restOfSeries } from "./series.ts";
import type { ShownBook } from "./shown-book.ts";
import { offerUndo, useTakeBack } from "./use-asking.ts";

const createRequests = graphql(`
  mutation CreateRequests($input: CreateRequestsInput!) {
    createRequests(input: $input) {
      requests {
        id
        createdAt
        ...RequestState_Request
        audiobook {
          id
          audibleId
          ...BookState_Audiobook
        }
      }
      leftOut {
        audibleId
        message
      }
    }
  }
`);

const mostAtOnce = 50;

/** Asks for what is missing of a series by one click, and says what could not be asked for. */
export function RequestRest({ books }: { books: readonly ShownBook[] }) {
  const { t } = useTranslation("audiobooks");
  const [{ fetching }, execute] = useMutation(createRequests);
  const takeBack = useTakeBack();
  const audibleIds = restOfSeries(books).flatMap(({ audibleId }) => audibleId ?? []);
  if (audibleIds.length === 0) return <p className="byline">{books.length > 0 && t("series.complete")}</p>;
  const request = async () => {
    const { data, error } = await execute({ input: { audibleIds: audibleIds.slice(0, mostAtOnce) } });
    if (error) toast.error(errorMessage(error));
    if (!data) return;
    const { requests, leftOut } = data.createRequests;
    const [first] = leftOut;
    if (first) toast.warning(t("series.leftOut", { count: leftOut.length, reason: first.message }));
    if (requests.length === 0) return;
    offerUndo({ said: t("series.asked", { count: requests.length }), undo: t("series.undo") }, async () => {
      const count = await takeBack(requests.map(({ id }) => id));
      if (count > 0) toast(t("series.undone", { count }));
    });
  };
  return (
    <Button kind="primary" onClick={request} busy={fetching && t("action.asking")}>
      {t("series.requestRest", { count: audibleIds.length })}
    </Button>
  );
}
