/** The colours that a person chose. public/theme.js applies the choice before the first paint of the next visit. */
import { useSyncExternalStore } from "react";

/** In the order in which the toggle goes round. */
export const themes = ["system", "light", "dark"] as const;
/** Which colours. */
export type Theme = (typeof themes)[number];

const listeners = new Set<() => void>();

/** The theme that holds now. */
export function useTheme(): Theme {
  return useSyncExternalStore(listen, read, () => "system");
}

/** Whether what is shown now is dark, by choice or by the system's. */
export function useIsDark(): boolean {
  const isSystemDark = useSyncExternalStore(listenToSystem, () => systemDark().matches);
  const theme = useTheme();
  return theme === "system" ? isSystemDark : theme === "dark";
}

/** Takes effect at once, and is kept for the next visit. */
export function chooseTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Storage may be forbidden: the choice holds until the page is left.
  }
  for (const listener of listeners) listener();
}

function read(): Theme {
  const set = document.documentElement.dataset["theme"];
  return set === "light" || set === "dark" ? set : "system";
}

const systemDark = () => matchMedia("(prefers-color-scheme: dark)");

function listenToSystem(listener: () => void): () => void {
  const query = systemDark();
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
