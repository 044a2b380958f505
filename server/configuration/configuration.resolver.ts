import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { DomainError, InvalidInputError } from "../errors.ts";
import type { OperationContext } from "../graphql/operation.ts";
import { configurationKeys, findConfigurationKey, keysOfInstance } from "./configuration-keys.ts";
import { ConfigurationInput } from "./configuration.input.ts";
import { noteHealth } from "./integration-health.ts";
import { instancesOf, integrationKinds, type IntegrationKind } from "./integration-keys.ts";
import { IntegrationKindType } from "./integration-kind.type.ts";
import { assertSettings, changeSettings, type ConfigurationChange, type Settings } from "./configuration.service.ts";
import { ConfigurationCategory } from "./configuration.entity.ts";
import { secretsToGiveAgain, shownValue, withStoredAddresses } from "./secrets-and-addresses.ts";

@ObjectType({ description: "A setting." })
class ConfigurationEntry {
  @Field(() => String)
  key!: string;
  @Field(() => ConfigurationCategory)
  category!: ConfigurationCategory;
  @Field(() => String)
  label!: string;
  @Field(() => String)
  description!: string;
  @Field(() => String, {
    nullable: true,
    description: "What holds now; never that of a secret, and of an address not the passwords and keys in it.",
  })
  value!: string | null;
  @Field(() => Boolean, { description: "Somebody has set it, or it has a default." })
  isSet!: boolean;
  @Field(() => Boolean, { description: "It is sealed, and no answer holds it." })
  encrypted!: boolean;
  @Field(() => String, { nullable: true, description: "What holds while nobody sets it." })
  defaultValue!: string | null;
  @Field(() => [String], { nullable: true, description: "What it may be, when that is a list." })
  options!: readonly string[] | null;
  @Field(() => Boolean, { description: "It is any of the options, with commas between." })
  isList!: boolean;
  @Field(() => [String], {
    nullable: true,
    description:
      "It matters only when the type of its kind (such as download_client.type) is one of these; null: always.",
  })
  forTypes!: readonly string[] | null;
  @Field(() => Int, { nullable: true, description: "The least of a whole number; null: it is no number." })
  least!: number | null;
  @Field(() => Int, { nullable: true, description: "The most of a whole number." })
  most!: number | null;
  @Field(() => String, { nullable: true, description: "What a number counts, such as seconds." })
  unit!: string | null;
}

@InputType()
class TestIntegrationInput {
  @Field(() => IntegrationKindType)
  kind!: IntegrationKind;
  @Field(() => String, {
    nullable: true,
    description: "Which one, where several may be configured: the name in indexer.<name>.url. Left out: the first.",
  })
  name?: string | null;
  @Field(() => [ConfigurationInput], {
    nullable: true,
    description: "Settings to try before they are saved; what is left out is taken as it is saved.",
  })
  settings?: ConfigurationInput[] | null;
}

@ObjectType({ description: "Whether an integration answers." })
class IntegrationTest {
  @Field(() => Boolean)
  ok!: boolean;
  @Field(() => String, { description: "What it answered, or precisely what is wrong." })
  message!: string;
  @Field(() => String, { nullable: true })
  version!: string | null;
}

@Resolver()
export class ConfigurationResolver {
  @Query(() => [ConfigurationEntry], {
    description: "The settings; for admins. A secret's value is never returned, only whether it is set.",
  })
  async configuration(
    @Ctx() ctx: OperationContext,
    @Arg("category", () => ConfigurationCategory, { nullable: true }) category: ConfigurationCategory | null,
  ): Promise<ConfigurationEntry[]> {
    const settings = await ctx.integrations.settings();
    const further = (Object.keys(integrationKinds) as IntegrationKind[]).flatMap((kind) =>
      instancesOf(kind, settings)
        .filter((instance) => instance !== kind)
        .flatMap((instance) => keysOfInstance(kind, instance)),
    );
    const keys = [...Object.keys(configurationKeys), ...further];
    return entries(settings, keys).filter((entry) => category == null || entry.category === category);
  }

  @Mutation(() => [ConfigurationEntry], {
    description: "Changes settings, all of them or none; for admins. It takes effect at once.",
  })
  async setConfiguration(
    @Ctx() ctx: OperationContext,
    @Arg("input", () => [ConfigurationInput]) input: ConfigurationInput[],
  ): Promise<ConfigurationEntry[]> {
    await changeSettings(
      ctx,
      input.map(({ key, value }) => ({ key, value: value ?? null })),
    );
    await ctx.integrations.reset();
    return entries(
      await ctx.integrations.settings(),
      input.map(({ key }) => key),
    );
  }

  @Mutation(() => IntegrationTest, {
    description:
      "Tries an integration, before or after its settings are saved: of a notification channel, by sending a message; for admins.",
  })
  async testIntegration(
    @Ctx() ctx: OperationContext,
    @Arg("input", () => TestIntegrationInput) { kind, name, settings: given }: TestIntegrationInput,
  ): Promise<IntegrationTest> {
    const changes = (given ?? []).map(({ key, value }) => ({ key, value: value ?? null }));
    const instance = name ? `${kind}.${name}` : kind;
    try {
      assertSettings(changes);
      const settings = withChanges(await ctx.integrations.settings(), changes);
      const tried = changes.length
        ? await ctx.integrations.openOnce(kind, settings, instance)
        : await ctx.integrations.open(kind, instance);
      if (!tried)
        return { ok: false, message: `No ${integrationKinds[kind].label.toLowerCase()} is chosen.`, version: null };
      try {
        const answer = await tried.port.check(AbortSignal.timeout(30_000));
        if (!changes.length) await noteHealth(ctx, { [instance]: { isUp: true, message: answer.message } });
        return { ok: true, ...answer };
      } finally {
        if (changes.length && "close" in tried.port) await tried.port.close?.();
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { message } = error;
      if (!changes.length) await noteHealth(ctx, { [instance]: { isUp: false, message } });
      return { ok: false, message, version: null };
    }
  }
}

/** @throws InvalidInputError that names every saved secret whose address is another one, and which was not given. */
function withChanges(saved: Settings, changes: readonly ConfigurationChange[]): Settings {
  const whole = withStoredAddresses(saved, changes);
  const again = secretsToGiveAgain(saved, whole);
  if (Object.keys(again).length > 0) throw new InvalidInputError(again);
  const given = whole.map(({ key, value }) => [key, value ?? findConfigurationKey(key)!.default]);
  return { ...saved, ...Object.fromEntries(given) };
}

/** @param keys of settings that there are. */
function entries(settings: Settings, keys: readonly string[]): ConfigurationEntry[] {
  return keys.map((key) => {
    const { category, label, description, secret, options, isList, forTypes, number, ...rest } =
      findConfigurationKey(key)!;
    return {
      key,
      category,
      label,
      description,
      defaultValue: rest.default ?? rest.usual ?? null,
      options: options ?? null,
      isList: isList ?? false,
      forTypes: forTypes ?? null,
      least: number?.least ?? null,
      most: number?.most ?? null,
      unit: number?.unit ?? null,
      encrypted: secret,
      isSet: (settings[key] ?? rest.default) != null,
      value: shownValue(key, settings[key] ?? rest.default),
    };
  });
}
