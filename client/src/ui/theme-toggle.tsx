import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import type { IconName } from "./icon.tsx";
import { chooseTheme, themes, useTheme, type Theme } from "./theme.ts";

const icons = { system: "system", light: "sun", dark: "moon" } as const satisfies Record<Theme, IconName>;

/** Goes round the three themes. */
export function ThemeToggle() {
  const { t } = useTranslation();
  const theme = useTheme();
  const next = themes[(themes.indexOf(theme) + 1) % themes.length]!;
  return (
    <Button
      kind="quiet"
      icon={icons[theme]}
      onClick={() => chooseTheme(next)}
      aria-label={t("changeTheme", { theme: t(`theme.${theme}`), next: t(`theme.${next}`) })}
      title={t("themeIs", { theme: t(`theme.${theme}`) })}
    />
  );
}
