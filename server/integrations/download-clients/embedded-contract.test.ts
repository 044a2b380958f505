import { describeDownloadClient } from "./download-client.contract.ts";
import { makeTestPlace, openTestClient, removeTestPlace } from "./embedded-test-place.ts";

describeDownloadClient("The embedded client", async () => {
  const place = await makeTestPlace();
  return { open: () => openTestClient(place), tearDown: () => removeTestPlace(place) };
});
