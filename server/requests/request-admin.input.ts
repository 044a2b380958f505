import { Field, ID, InputType, Int } from "type-graphql";

@InputType({ description: "Let a request begin that awaits approval." })
export class ApproveRequestInput {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true, description: "For the person who asked." })
  reason?: string | null;

  @Field(() => ID, { nullable: true, description: "One of Request.releases, to be taken at once." })
  releaseId?: string | null;
}

@InputType({ description: "Turn down a request that awaits approval." })
export class DenyRequestInput {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: "The person who asked gets to see it." })
  reason!: string;
}

@InputType()
export class UpdateRequestInput {
  @Field(() => ID)
  id!: string;

  @Field(() => Int, { description: "−100 to 100, higher comes first. It holds for all who wait for the book." })
  priority!: number;
}

@InputType()
export class DeleteRequestInput {
  @Field(() => ID)
  id!: string;

  @Field(() => Boolean, { defaultValue: false, description: "Delete the book's files in the media library too." })
  deleteFiles!: boolean;
}
