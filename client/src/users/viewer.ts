import { createContext, useContext } from "react";
import type { AppQuery } from "../graphql/generated/graphql.ts";

/** Who is signed in. */
export type Viewer = NonNullable<AppQuery["viewer"]>;

/** Provided by app.tsx to everything that is shown to somebody who is signed in. */
export const ViewerContext = createContext<Viewer | null>(null);

/** @throws Error where nobody is signed in. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error("Nobody is signed in.");
  return viewer;
}
