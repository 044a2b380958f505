import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import type { IconName } from "./icon.tsx";

const themes = { system: "system", light: "sun", dark: "moon" } as const satisfies Record<string, IconName>;
type Theme = keyof typeof themes;
const order = Object.keys(themes) as Theme[];

/** Goes round the three themes. public/theme.js applies the choice before the first paint of the next visit. */
export function ThemeToggle() {
  const { t } = useTranslation();
  const [theme, setTheme] = useState(read);
  const next = order[(order.indexOf(theme) + 1) % order.length]!;
  const toggle = () => {
    if (next === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = next;
    write(next);
    setTheme(next);
  };
  return (
    <Button
      kind="quiet"
      icon={themes[theme]}
      onClick={toggle}
      aria-label={t("changeTheme", { theme: t(`theme.${theme}`), next: t(`theme.${next}`) })}
      title={t("themeIs", { theme: t(`theme.${theme}`) })}
    />
  );
}

function read(): Theme {
  const set = document.documentElement.dataset["theme"];
  return set === "light" || set === "dark" ? set : "system";
}

function write(theme: Theme): void {
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Storage may be forbidden: the choice holds until the page is left.
  }
}
