import { useState } from "react";
import { hueOf } from "../audiobooks/cover.tsx";

/** Somebody's picture; where there is none, or it does not load, the first letter of the name on a tint of its own. */
export function Avatar({ name, avatarUrl }: { name: string; avatarUrl: string | null }) {
  const [broken, setBroken] = useState<string | null>(null);
  if (avatarUrl && avatarUrl !== broken)
    return <img className="avatar" src={avatarUrl} alt="" onError={() => setBroken(avatarUrl)} />;
  return (
    <b className="avatar" style={{ "--hue": hueOf(name) } as React.CSSProperties} aria-hidden="true">
      {[...name][0]?.toUpperCase()}
    </b>
  );
}
