import { useTranslation } from "react-i18next";
import { chooseLanguage, currentLanguage, languages, type Language } from "../../i18n/language.ts";
import type { IconName } from "../../ui/icon.tsx";
import { chooseTheme, themes, useTheme } from "../../ui/theme.ts";

/** Something that can be done from anywhere. */
interface PaletteAction {
  readonly icon: IconName;
  readonly words: string;
  act(): void;
}

/** What the palette can do beside going somewhere: only what changes something. @param leave signs out. */
export function useActions(leave: () => void): readonly PaletteAction[] {
  const { t } = useTranslation("layout");
  const { t: ui } = useTranslation("ui");
  const theme = useTheme();
  const otherThemes = themes.filter((each) => each !== theme);
  const otherLanguages = (Object.keys(languages) as Language[]).filter((each) => each !== currentLanguage());
  return [
    ...otherThemes.map((each) => ({
      icon: "sun" as const,
      words: ui("themeIs", { theme: ui(`theme.${each}`) }),
      act: () => chooseTheme(each),
    })),
    ...otherLanguages.map((each) => ({
      icon: "list" as const,
      words: t("palette.language", { language: languages[each] }),
      act: () => void chooseLanguage(each),
    })),
    { icon: "signOut", words: t("signOut"), act: leave },
  ];
}
