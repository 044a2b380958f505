/**
 * Of a kind that there may be several of, each is a form of its own. The first one's settings are `indexer.url`, those of
 * further ones `indexer.<name>.url`.
 * One that was added and not saved yet is known here only: its fields are the first one's, empty.
 */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/button.tsx";
import { AddInstance } from "./add-instance.tsx";
import { RemoveInstance } from "./remove-instance.tsx";
import type { Setting } from "./setting-field.tsx";
import { choiceWords } from "./setting-words.ts";
import { SettingsForm } from "./settings-form.tsx";

/** A kind that there may be several of, as its settings begin. */
export type SeveralKind = "indexer" | "notifier";

interface InstanceFormsProps {
  kind: SeveralKind;
  /** Those of all of the kind. */
  settings: readonly Setting[];
  /** Reads the settings again: there is one more, or one less. */
  onChanged: () => Promise<unknown>;
}

/** All of a kind by name, and what adds one. */
export function InstanceForms({ kind, settings, onChanged }: InstanceFormsProps) {
  const { t } = useTranslation("configuration");
  const [draft, setDraft] = useState<{ name: string; type: string } | null>(null);
  const [goodbye, setGoodbye] = useState<string | null>(null);
  const farewell = useRef<HTMLParagraphElement>(null);
  // What had the focus is gone.
  useEffect(() => {
    if (goodbye !== null) farewell.current?.focus();
  }, [goodbye]);

  const names = [...new Set(settings.map(({ key }) => nameOf(key)))];
  const first = settings.filter(({ key }) => nameOf(key) === "");
  const typeOfFirst = first.find(({ key }) => key === `${kind}.type`);
  // In its place among the others from the beginning: nothing moves when it is saved.
  const shown = [...new Set(draft ? [...names, draft.name] : names)].toSorted();
  return (
    <>
      {shown.map((name) => {
        const isNew = !names.includes(name);
        const own = isNew
          ? emptied(first, kind, name)
          : settings
              .filter(({ key }) => nameOf(key) === name)
              .map((setting) => ({ ...setting, label: setting.label.replace(` (${name})`, "") }));
        const title = name || titleOfFirst(kind, typeOfFirst);
        return (
          <div key={name} className="instance" role="group" aria-labelledby={`${kind}-${name}`}>
            <InstanceTitle id={`${kind}-${name}`} title={title} isNew={isNew} />
            <SettingsForm
              settings={own}
              kind={kind === "indexer" ? "INDEXER" : "NOTIFIER"}
              name={name || null}
              {...(isNew && draft ? { typed: { [`${kind}.${name}.type`]: draft.type } } : {})}
              onSaved={async () => {
                await onChanged();
                setDraft((present) => (present?.name === name ? null : present));
                setGoodbye(null);
              }}
            >
              {isNew && (
                <Button
                  kind="quiet"
                  onClick={() => {
                    setDraft(null);
                    setGoodbye(t(`several.${kind}.discarded`, { name: title }));
                  }}
                >
                  {t(`several.${kind}.discard`)}
                </Button>
              )}
              {own.some(({ key, isSet }) => key.endsWith(".type") && isSet) && (
                <RemoveInstance
                  kind={kind}
                  title={title}
                  settings={own}
                  onRemoved={async () => {
                    await onChanged();
                    setGoodbye(t(`several.${kind}.removed`, { name: title }));
                  }}
                />
              )}
            </SettingsForm>
          </div>
        );
      })}
      <p className="goodbye" role="status" tabIndex={-1} ref={farewell}>
        {goodbye}
      </p>
      {!draft && (
        <AddInstance
          kind={kind}
          taken={names}
          types={typeOfFirst?.options ?? []}
          onAdd={(name, type) => {
            setDraft({ name, type });
            setGoodbye(null);
          }}
        />
      )}
    </>
  );
}

/** The heading of one that was just added takes the focus: its form has appeared above the place where one was. */
function InstanceTitle({ id, title, isNew }: { id: string; title: string; isNew: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [wasNew] = useState(isNew);
  useEffect(() => {
    if (wasNew) heading.current?.focus();
  }, [wasNew]);
  return (
    <h3 id={id} ref={heading} tabIndex={-1}>
      {title}
    </h3>
  );
}

/** It has no name of its own: what it finds, and what a search says of it, goes by its type. */
function titleOfFirst(kind: SeveralKind, type: Setting | undefined): string {
  return type?.value ? choiceWords(kind, type.value).label : (type?.label ?? "");
}

/** @returns the name in indexer.<name>.url; nothing for indexer.url. */
function nameOf(key: string): string {
  return key.split(".").slice(1, -1).join(".");
}

function emptied(settings: readonly Setting[], kind: SeveralKind, name: string): Setting[] {
  return settings.map((setting) => ({
    ...setting,
    key: setting.key.replace(`${kind}.`, `${kind}.${name}.`),
    value: null,
    isSet: false,
  }));
}
