import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/source-serif-4/wght.css";
import { createRoot, hydrateRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { openGraphqlSession } from "./graphql/client.ts";
import { currentLanguage, openLanguage } from "./i18n/language.ts";
import { keepForOffline, reloadForNewBuild } from "./new-build.ts";
import "./styles.css";

reloadForNewBuild();
keepForOffline();
const root = document.getElementById("root")!;
// The server has written the start page already; in which language, it says.
const writtenIn = root.hasChildNodes() ? document.documentElement.lang : null;
await openLanguage();
const app = <App openSession={openGraphqlSession} />;
if (writtenIn === currentLanguage()) hydrateRoot(root, app);
else createRoot(root).render(app);
