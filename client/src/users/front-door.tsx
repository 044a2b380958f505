import type { ReactNode } from "react";
import { LanguageChoice } from "../ui/language-choice.tsx";
import { PageTitle } from "../ui/page-title.tsx";
import { ThemeToggle } from "../ui/theme-toggle.tsx";
import { Wordmark } from "../ui/wordmark.tsx";

/** What somebody sees who is not signed in: the name of the house, a sentence, a form. */
export function FrontDoor({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <main className="front-door">
      <div className="sheet">
        <Wordmark />
        <PageTitle title={title} />
        <p className="about">{about}</p>
        {children}
      </div>
      <div className="front-choices">
        <LanguageChoice />
        <ThemeToggle />
      </div>
    </main>
  );
}
