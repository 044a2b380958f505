import { graphql } from "../graphql/generated/index.ts";
import type { BookState_AudiobookFragment } from "../graphql/generated/graphql.ts";

/** How a book stands for the viewer: what the state line and the action are made from. */
export const bookState = graphql(`
  fragment BookState_Audiobook on Audiobook {
    id
    availabilityStatus
    viewerRequest {
      id
      status
      ...RequestState_Request
    }
  }
`);

/** here: in the library. yours: the viewer has asked for it. coming: others have. free: nobody has. */
export type Standing = "here" | "yours" | "coming" | "free";

/** @param isInLibrary it is there although nobody has asked for it. */
export function standingOf(
  book: Pick<BookState_AudiobookFragment, "availabilityStatus" | "viewerRequest"> | null | undefined,
  isInLibrary: boolean,
): Standing {
  const availability = book?.availabilityStatus ?? "UNKNOWN";
  const status = book?.viewerRequest?.status;
  // What has vanished from the library may be asked for again.
  const isOver = status === undefined || status === "CANCELLED" || status === "COMPLETED";
  if (isInLibrary || availability === "AVAILABLE") return "here";
  if (!isOver) return "yours";
  return availability === "REQUESTED" || availability === "DOWNLOADING" || availability === "PROCESSING"
    ? "coming"
    : "free";
}
