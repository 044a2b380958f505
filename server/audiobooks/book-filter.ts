import { Field, InputType } from "type-graphql";
import { InvalidInputError } from "../errors.ts";
import type { CatalogEntry } from "../integrations/catalogs/catalog.ts";

@InputType("CatalogFilter", { description: "What books have to have in common." })
export class BookFilter {
  @Field(() => String, { nullable: true, description: "One of its authors, in full." })
  author?: string | null;

  @Field(() => String, { nullable: true, description: "One of its narrators, in full." })
  narrator?: string | null;

  @Field(() => String, { nullable: true, description: "The name of its series." })
  series?: string | null;

  @Field(() => String, { nullable: true, description: "In English: german." })
  language?: string | null;

  @Field(() => Boolean, { nullable: true, description: "false: what is not said to be abridged." })
  isAbridged?: boolean | null;
}

/** @throws InvalidInputError for what no book can have. */
export function assertFilter({ author, narrator, series, language }: BookFilter): void {
  for (const [name, value] of Object.entries({ author, narrator, series, language }))
    if (value != null && (value.length > 255 || value.includes("\0")))
      throw new InvalidInputError({ [name]: "A name has at most 255 characters, and no odd ones." });
}

/** Whether an entry of a catalog passes a filter. A catalog knows of more series than the one that its entry names. */
export function passesFilter(entry: CatalogEntry, { author, narrator, language, isAbridged }: BookFilter): boolean {
  const isOneOf = (names: string | null, name: string) =>
    (names ?? "").toLowerCase().split(", ").includes(name.toLowerCase());
  return (
    (author == null || isOneOf(entry.author, author)) &&
    (narrator == null || isOneOf(entry.narrator, narrator)) &&
    (language == null || entry.language === language.toLowerCase()) &&
    (isAbridged == null || (entry.isAbridged === true) === isAbridged)
  );
}
