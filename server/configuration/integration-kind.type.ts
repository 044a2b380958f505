import { registerEnumType } from "type-graphql";

/** The kinds of integrations, as the API names them. */
export enum IntegrationKindType {
  INDEXER = "indexer",
  DOWNLOAD_CLIENT = "download_client",
  MEDIA_SERVER = "media_server",
  CATALOG = "catalog",
  NOTIFIER = "notifier",
}
registerEnumType(IntegrationKindType, { name: "IntegrationKind" });
