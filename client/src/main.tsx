import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/source-serif-4/wght.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { openLanguage } from "./i18n/language.ts";
import { keepForOffline, reloadForNewBuild } from "./new-build.ts";
import "./styles.css";

reloadForNewBuild();
keepForOffline();
await openLanguage();
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
