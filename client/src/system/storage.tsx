import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { formatBytes } from "../ui/format.ts";

const fragment = graphql(`
  fragment Storage_System on System {
    storage {
      name
      path
      freeBytes
      totalBytes
    }
  }
`);

/** The folders, and how much there is room for. */
export function Storage({ system }: { system: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("system");
  const { storage } = readFragment(fragment, system);
  return (
    <section aria-labelledby="storage">
      <h2 id="storage">{t("page.storage")}</h2>
      <ul className="storage">
        {storage.map(({ name, path, freeBytes: free, totalBytes: total }) => {
          const label = t(`page.places.${name as "library"}`);
          return (
            <li key={name}>
              <h3>{label}</h3>
              <p className="hint">
                <code>{path}</code>
              </p>
              {free === null || total === null ? (
                <p className="refusal">{t("page.unreadable")}</p>
              ) : (
                <>
                  <meter min={0} max={total} value={total - free} high={total * 0.97} aria-label={label} />
                  <p className="number">{t("page.free", { free: formatBytes(free), total: formatBytes(total) })}</p>
                </>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
