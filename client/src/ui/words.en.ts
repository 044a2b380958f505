export const ui = {
  tryAgain: "Try again",
  justNow: "just now",
  inAMoment: "in a moment",
  theme: { system: "system", light: "light", dark: "dark" },
  themeIs: "Theme: {{theme}}",
  changeTheme: "Theme: {{theme}}. Change to {{next}}.",
  keepIt: "Keep it",
  notices: "Notices",
  close: "Close",
  language: "Language",
} as const;
