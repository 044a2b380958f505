import { useState } from "react";
import { hueOf } from "../audiobooks/cover.tsx";

/** Somebody's picture; where there is none, or it does not load, the first letter of the name on a tint of its own. */
export function Avatar({ name, pictureUrl }: { name: string; pictureUrl: string | null }) {
  const [broken, setBroken] = useState<string | null>(null);
  if (pictureUrl && pictureUrl !== broken)
    return <img className="avatar" src={`${pictureUrl}?width=160`} alt="" onError={() => setBroken(pictureUrl)} />;
  return (
    <b className="avatar" style={{ "--hue": hueOf(name) } as React.CSSProperties} aria-hidden="true">
      {[...name][0]?.toUpperCase()}
    </b>
  );
}
