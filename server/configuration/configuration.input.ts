import { Field, InputType } from "type-graphql";

@InputType()
export class ConfigurationInput {
  @Field(() => String)
  key!: string;
  @Field(() => String, { nullable: true, description: "null goes back to the default." })
  value?: string | null;
}
