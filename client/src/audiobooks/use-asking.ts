import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import type { CreateRequestInput } from "../graphql/generated/graphql.ts";
import { useCreateRequest, type Action } from "../requests/use-request-mutations.ts";

const takeBack = graphql(`
  mutation TakeBack($input: CancelRequestInput!) {
    cancelRequest(input: $input) {
      ...RequestState_Request
    }
  }
`);

/** Long enough to read it and to change one's mind. */
const undoMs = 8_000;

/** Takes requests back. @returns an action whose result is how many were; the first refusal is said. */
export function useTakeBack(): (ids: readonly string[]) => Promise<number> {
  const [, execute] = useMutation(takeBack);
  return async (ids) => {
    const results = await Promise.all(ids.map((id) => execute({ input: { id } })));
    const refused = results.find(({ error }) => error)?.error;
    if (refused) toast.error(errorMessage(refused));
    return results.filter(({ error }) => !error).length;
  };
}

/** Offers for a few seconds to take back what was just asked for. */
export function offerUndo(words: { said: string; undo: string }, undo: () => Promise<void>): void {
  toast(words.said, { duration: undoMs, action: { label: words.undo, onClick: () => void undo() } });
}

/** Asks for a book by one click, and offers to take it back. */
export function useAsking(title: string): Action<CreateRequestInput> {
  const { t } = useTranslation("audiobooks");
  const create = useCreateRequest();
  const takeBack = useTakeBack();
  return {
    ...create,
    run: async (wanted) => {
      const id = await create.run(wanted);
      if (id === null) return;
      offerUndo({ said: t("action.asked", { title }), undo: t("action.undo") }, async () => {
        if ((await takeBack([id])) > 0) toast(t("action.undone", { title }));
      });
    },
  };
}
