import { Fragment } from "react";
import { Link } from "wouter";
import { kinHref, type Kinship } from "./addresses.ts";

/** Names, comma-separated, each leading to its books. */
export function NameLinks({ kinship, names }: { kinship: Kinship; names: string }) {
  return names
    .split(", ")
    .filter(Boolean)
    .map((name, index) => (
      <Fragment key={name}>
        {index > 0 && ", "}
        <Link href={kinHref(kinship, name)}>{name}</Link>
      </Fragment>
    ));
}
