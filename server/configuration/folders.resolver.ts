import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import type { OperationContext } from "../graphql/operation.ts";
import { ConfigurationInput } from "./configuration.input.ts";
import { assertSettings } from "./configuration.service.ts";
import { foldersOf } from "./integrations.ts";
import { testFolders, type FolderTest as Tested } from "./test-folders.ts";

@InputType()
class TestFoldersInput {
  @Field(() => [ConfigurationInput], {
    nullable: true,
    description: "Settings to try before they are saved; what is left out is taken as it is saved.",
  })
  settings?: ConfigurationInput[] | null;
}

@ObjectType({ description: "Whether the folder of a setting will do." })
class FolderTest implements Tested {
  @Field(() => String, { description: "The setting." })
  key!: string;
  @Field(() => Boolean)
  ok!: boolean;
  @Field(() => String, { description: "What it is like, or precisely what is wrong." })
  message!: string;
}

@Resolver()
export class FoldersResolver {
  @Mutation(() => [FolderTest], {
    description:
      "Tries the folders of downloads and books, before or after their settings are saved: whether they can be used, and without a copy; for admins.",
  })
  async testFolders(
    @Ctx() { integrations }: OperationContext,
    @Arg("input", () => TestFoldersInput) { settings: given }: TestFoldersInput,
  ): Promise<FolderTest[]> {
    const changes = (given ?? []).map(({ key, value }) => ({ key, value: value ?? null }));
    assertSettings(changes);
    const settings = {
      ...(await integrations.settings()),
      ...Object.fromEntries(changes.map(({ key, value }) => [key, value])),
    };
    const { downloadsDir, libraryDir } = await foldersOf(settings, integrations.dataDir);
    return testFolders(downloadsDir, libraryDir);
  }
}
