/** GraphiQL, served from here: it works without the internet. A page of its own that the client never loads. */
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./playground.css";
import { createRoot } from "react-dom/client";
import { openLanguage } from "../i18n/language.ts";
import { Playground } from "./playground.tsx";

await openLanguage();
createRoot(document.getElementById("root")!).render(<Playground />);
