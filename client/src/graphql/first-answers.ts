/** What the server has already answered to a page that it wrote itself: the page brings it along, and it is not asked again. */
import type { SSRData } from "urql";

/** The id of the element that holds them, as JSON. */
export const firstAnswersId = "first-answers";

/** @returns the answers by their operations' keys, once: a later visit has to ask. */
export function takeFirstAnswers(): SSRData {
  const element = document.getElementById(firstAnswersId);
  element?.remove();
  return JSON.parse(element?.textContent ?? "{}") as SSRData;
}
