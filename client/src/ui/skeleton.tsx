/** The shapes of what is being loaded, of the same size. @param shape names the rule in ui.css that draws one. */
export function Skeleton({
  shape,
  count = 1,
  label,
}: {
  shape: "card" | "row" | "form" | "page";
  count?: number;
  label: string;
}) {
  return (
    <div className={`skeletons ${shape}s`} role="status" aria-label={label}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={`skeleton ${shape}`} />
      ))}
    </div>
  );
}
