import { Command } from "cmdk";
import { useEffect, useRef, useState, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { useViewer } from "../../users/viewer.ts";
import { navigationFor } from "../navigation.ts";
import { FoundBooks } from "./found-books.tsx";
import { useActions } from "./use-actions.ts";

interface PaletteProps {
  onClose: () => void;
  leave: () => void;
}

/** One field for everything: pages, books, requests, and what can be changed here. A modal dialog gives the focus back. */
export function Palette({ onClose, leave }: PaletteProps) {
  const { t } = useTranslation("layout");
  const { role } = useViewer();
  const [, navigate] = useLocation();
  const [text, setText] = useState("");
  const dialog = useRef<HTMLDialogElement>(null);
  const actions = useActions(leave);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // By itself the dialog gives the focus to the first that can have it, which nobody can type into.
    field.current?.focus();
  }, []);
  const run = (action: () => void) => {
    dialog.current?.close();
    action();
  };
  const go = (href: string) => run(() => navigate(href));
  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t("palette.title")}
      onClose={onClose}
      onClick={(event: MouseEvent) => event.target === event.currentTarget && dialog.current?.close()}
    >
      <Command label={t("palette.title")} loop>
        <div className="palette-field">
          <Icon name="search" size={20} />
          <Command.Input ref={field} value={text} onValueChange={setText} placeholder={t("palette.placeholder")} />
        </div>
        <Command.List label={t("palette.results")}>
          <Command.Empty>{t("palette.nothing")}</Command.Empty>
          <Command.Group heading={t("navigation")}>
            {navigationFor(role === "ADMIN").map(({ href, icon, name }) => (
              <Entry key={href} icon={icon} words={t(`pages.${name}`)} onSelect={() => go(href)} />
            ))}
            <Entry icon="people" words={t("palette.profile")} onSelect={() => go("/profile")} />
          </Command.Group>
          {text.trim() !== "" && <FoundBooks text={text.trim()} onGo={go} />}
          <Command.Group heading={t("palette.actions")}>
            {actions.map(({ icon, words, act }) => (
              <Entry key={words} icon={icon} words={words} onSelect={() => run(act)} />
            ))}
          </Command.Group>
        </Command.List>
      </Command>
    </dialog>
  );
}

function Entry({ icon, words, onSelect }: { icon: IconName; words: string; onSelect: () => void }) {
  return (
    <Command.Item value={words} onSelect={onSelect}>
      <Icon name={icon} />
      {words}
    </Command.Item>
  );
}
