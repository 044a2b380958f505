import { Field, Float, Int, ObjectType } from "type-graphql";
import type { CatalogEntry } from "../integrations/catalogs/catalog.ts";

/** An entry of a catalog. What is known of it here are field resolvers. */
@ObjectType("CatalogEntry", { description: "A recording as a catalog knows it." })
export class CatalogEntryType implements CatalogEntry {
  @Field(() => String)
  audibleId!: string;
  @Field(() => String)
  title!: string;
  @Field(() => String, { nullable: true })
  subtitle!: string | null;
  @Field(() => String)
  author!: string;
  @Field(() => String, { nullable: true })
  narrator!: string | null;
  @Field(() => String, { nullable: true, description: "The series that it belongs to." })
  seriesTitle!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Its place in the series, as the catalog writes it: 1, 2.5, 1-3.",
  })
  seriesPosition!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "The language that it is read in, in English and lower case: german.",
  })
  language!: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the text was cut for this recording; null: not known.",
  })
  isAbridged!: boolean | null;
  @Field(() => String, { nullable: true })
  description!: string | null;
  @Field(() => String, { nullable: true })
  coverArtUrl!: string | null;
  @Field(() => Int, { nullable: true })
  durationMinutes!: number | null;
  @Field(() => String, { nullable: true, description: "ISO date, yyyy-mm-dd." })
  releaseDate!: string | null;
  @Field(() => Float, { nullable: true, description: "0 to 5." })
  rating!: number | null;
  @Field(() => [String])
  genres!: string[];
}
